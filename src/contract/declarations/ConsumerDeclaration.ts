import { z } from 'zod';
import type { Place } from '../../errors/Problem.ts';
import { consumerClasses } from '../model.ts';

const text = z.string().trim().min(1);

const agreementShape = z.strictObject({
  contract: text,
  purposes: z.array(text).min(1),
  regions: z.union([z.literal('ALL'), z.array(text).min(1)]),
  until: text,
  acceptsProvisional: z.boolean().default(false),
});

/** One entry of `schema/consumers.yaml`. */
export const consumerShape = z.strictObject({
  team: text,
  class: z.enum(consumerClasses),
  description: text,
  agreements: z.array(agreementShape).default([]),
});

export type AgreementEntry = z.output<typeof agreementShape>;
export type ConsumerEntry = Omit<z.output<typeof consumerShape>, 'agreements'>;

/** What is malformed or missing is undefined, and reported when it is read; all else is there for the rules. */
type Readable<Entry> = { readonly [Key in keyof Entry]: Entry[Key] | undefined };

export interface AgreementDeclaration extends Readable<AgreementEntry> {
  /** The place of one of the agreement's values; of the agreement itself where the path leads nowhere. */
  readonly placeOf: (...path: readonly (string | number)[]) => Place;
}

/** A consumer as far as it can be read. */
export interface ConsumerDeclaration {
  readonly name: string;
  readonly entry: Readable<ConsumerEntry>;
  readonly agreements: readonly AgreementDeclaration[];
  readonly place: Place;
}

/** The well-formed values of a consumer, each for itself. */
export function readableConsumer(value: unknown): Readable<ConsumerEntry> {
  const { team, class: consumerClass, description } = consumerShape.shape;
  return {
    team: team.safeParse(valueAt(value, 'team')).data,
    class: consumerClass.safeParse(valueAt(value, 'class')).data,
    description: description.safeParse(valueAt(value, 'description')).data,
  };
}

/** The well-formed values of a consumer's agreements, each for itself. */
export function readableAgreements(value: unknown): readonly Readable<AgreementEntry>[] {
  const agreements = valueAt(value, 'agreements');
  return Array.isArray(agreements) ? agreements.map(readableAgreement) : [];
}

function readableAgreement(value: unknown): Readable<AgreementEntry> {
  const { contract, purposes, regions, until, acceptsProvisional } = agreementShape.shape;
  return {
    contract: contract.safeParse(valueAt(value, 'contract')).data,
    purposes: purposes.safeParse(valueAt(value, 'purposes')).data,
    regions: regions.safeParse(valueAt(value, 'regions')).data,
    until: until.safeParse(valueAt(value, 'until')).data,
    acceptsProvisional: acceptsProvisional.safeParse(valueAt(value, 'acceptsProvisional')).data,
  };
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}
