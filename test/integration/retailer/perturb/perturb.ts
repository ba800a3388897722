import { Random } from '../../../../schema/sample/Random.ts';
import type { SourceEvent } from '../../../plain/SourceEvent.ts';
import { isJson, type Mutation } from './Mutation.ts';
import {
  paymentMutations,
  placementMutations,
  timeMutations,
  toAnotherStep,
} from './marketplaceMutations.ts';
import { paymentPoison, placementPoison, shipmentPoison, storePoison, strangeValues } from './poison.ts';
import { storeMutations, toAnotherLine, toOtherLayout } from './storeMutations.ts';

/** Shares of the events to which something happens; what is sampled are orders and invoices whole. */
export interface PerturbOptions {
  readonly seed: number;
  readonly sampled: number;
  readonly dropped: number;
  readonly changed: number;
  readonly poisoned: number;
  readonly duplicated: number;
  readonly shuffled: boolean;
}

interface Choices {
  readonly mutations: readonly Mutation[];
  readonly poison: readonly Mutation[];
}

function choicesFor(event: SourceEvent): Choices {
  if (event.topic === 'stores.invoice_lines') return { mutations: storeMutations, poison: storePoison };
  if (event.topic === 'payments.payments') return { mutations: paymentMutations, poison: paymentPoison };
  const isPlacement = isJson(event.value) && event.value['eventType'] === 'OrderPlaced';
  if (isPlacement) return { mutations: placementMutations, poison: placementPoison };
  return { mutations: timeMutations, poison: shipmentPoison };
}

function apply(event: SourceEvent, mutation: Mutation, random: Random): SourceEvent {
  const value = structuredClone(event.value);
  if (isJson(value)) mutation(value, random);
  return { ...event, value };
}

/** An event that tells the same of an order and tells it differently, where the event is of the marketplace. */
export function contradictionOf(event: SourceEvent, random: Random): SourceEvent | undefined {
  if (event.topic === 'stores.invoice_lines') return undefined;
  return apply(event, random.pick(choicesFor(event).mutations), random);
}

/** What becomes of one event: nothing, itself, something else, or several. */
function perturbOne(event: SourceEvent, random: Random, options: PerturbOptions): readonly SourceEvent[] {
  if (random.chance(options.dropped)) return [];
  const { mutations, poison } = choicesFor(event);
  if (random.chance(options.poisoned)) {
    // The event itself, too: what is poisoned is one more delivery, before it or after it.
    const poisoned = random.chance(0.1)
      ? { ...event, value: random.pick(strangeValues) }
      : apply(event, random.pick(poison), random);
    return random.pick([[poisoned], [poisoned, event], [event, poisoned]]);
  }
  const changed = random.chance(options.changed) ? apply(event, random.pick(mutations), random) : event;
  if (!random.chance(options.duplicated)) return [changed];
  if (event.topic !== 'stores.invoice_lines') {
    const step = apply(event, toAnotherStep, random);
    return random.pick([
      [changed, changed],
      [changed, event],
      [changed, step],
      [step, changed],
    ]);
  }
  const others = [toAnotherLine, toOtherLayout].map((mutation) => apply(changed, mutation, random));
  return random.pick([
    [changed, changed],
    [changed, event],
    ...others.map((other) => [changed, other]),
    [...others, changed],
  ]);
}

/** Other events of the same format: the same seed gives the same ones. Topics stay apart, each in one order. */
export function perturb(events: readonly SourceEvent[], options: PerturbOptions): readonly SourceEvent[] {
  const random = new Random(options.seed);
  const keys = [...new Set(events.map((event) => event.key))];
  const sampled = new Set(keys.filter(() => random.chance(options.sampled)));
  const perturbed = events
    .filter((event) => sampled.has(event.key))
    .flatMap((event) => perturbOne(event, random, options));
  return options.shuffled ? random.shuffle(perturbed) : perturbed;
}
