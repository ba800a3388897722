import { ConcordatError } from '../../errors/ConcordatError.ts';
import { changeUntold } from './changeUntold.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import { isReached, type LivePosition } from '../live/LivePosition.ts';
import type { TailEntry } from './Tail.ts';
import { Lane } from './Lane.ts';
import type { LiveEvent } from './LiveEvent.ts';
import { kindUnder, type LiveFilter } from './LiveFilter.ts';
import type { LiveMessage } from './LiveMessage.ts';
import type { LiveSink } from './LiveSink.ts';

/** Messages of a group that may be under way: each holds its change in memory, and may wait for the database. */
const mostPending = 2_000;

function tooSlowToMake(): ConcordatError {
  return new ConcordatError(
    'SLOW_CONSUMER',
    'Changes come faster than what you select of them can be read.',
    { fix: 'Select fewer links, and less of `_meta`.' },
  );
}

/** What subscriptions have in common that are told the same of each change. */
export interface GroupSpec {
  /** Equal for equal selection, filter and access. */
  readonly key: string;
  /** Whose subscriptions they are: what takes long for one consumer, others do not wait for. */
  readonly consumer: string;
  readonly filter: LiveFilter;
  /** Makes the message of an event; masked, as the group's callers may see it. */
  readonly write: (event: LiveEvent) => LiveMessage | Promise<LiveMessage>;
  /** A message could not be made: those who would have got it must not go on as if nothing had been. */
  readonly failed: (error: unknown, sinks: readonly LiveSink[]) => void;
}

export interface Telling {
  /** The snapshot that the change follows, where one does. */
  readonly snapshot?: string | undefined;
  readonly before?: readonly LiveSink[] | undefined;
  /** What the change is to the group, where that was found out. */
  readonly kind?: ReturnType<typeof kindUnder>;
}

/** Subscriptions of equal selection, filter and access: each change is evaluated and written once for all of them. */
export class LiveGroup {
  readonly spec: GroupSpec;
  readonly #sinks = new Set<LiveSink>();
  /** Those of the moment, as a list that does not change any more. */
  #listed: readonly LiveSink[] | undefined;
  readonly #lane = new Lane();
  /** Where the feed stood when somebody joined last, or was told something. */
  #at: LivePosition = new Map();

  constructor(spec: GroupSpec) {
    this.spec = spec;
  }

  /** Messages that are being made. */
  get pending(): number {
    return this.#lane.pending;
  }

  get isEmpty(): boolean {
    return this.#sinks.size === 0;
  }

  sinks(): readonly LiveSink[] {
    return (this.#listed ??= [...this.#sinks]);
  }

  /** @param at - up to where the sink was told everything */
  add(sink: LiveSink, at: LivePosition = new Map()): void {
    this.#sinks.add(sink);
    this.#listed = undefined;
    this.#at = at;
  }

  /** Whether a sink was told everything before a position of the feed, and nothing behind it; false where that is not known. */
  isAt(position: LivePosition, sink: LiveSink): boolean {
    return this.#sinks.has(sink) && this.#lane.pending === 0 && isReached(this.#at, position);
  }

  remove(sink: LiveSink): void {
    this.#sinks.delete(sink);
    this.#listed = undefined;
  }

  idle(): Promise<void> {
    return this.#lane.idle();
  }

  /** What a change is to the group. */
  kindOf(change: FeedChange): ReturnType<typeof kindUnder> {
    return kindUnder(this.spec.filter, change);
  }

  /**
   * Tells of a change, if it is one under the group's filter. What goes wrong ends those who would have been told, and concerns
   * nobody else.
   *
   * @param before - who was in the group when the change came; whoever joined since, or joins while the message is being made, has
   *   had the change already, or never wanted it
   * @returns characters that each of them was sent, where the message was made at once
   */
  tell(entry: TailEntry, telling: Telling = {}): number {
    const { before = this.sinks() } = telling;
    const sinks = before === this.#listed ? before : before.filter((sink) => this.#sinks.has(sink));
    // All may have gone since.
    if (sinks.length === 0) return 0;
    try {
      return this.#write(entry, telling, sinks);
    } catch (error) {
      this.fail(error, sinks);
      return 0;
    }
  }

  /** Ends those who cannot be told of a change. */
  fail(error: unknown, sinks: readonly LiveSink[]): void {
    for (const sink of sinks) this.remove(sink);
    this.spec.failed(error, sinks);
  }

  #write(
    { change, position }: TailEntry,
    { snapshot, kind = this.kindOf(change) }: Telling,
    sinks: readonly LiveSink[],
  ): number {
    if (kind === undefined) return 0;
    if (kind === 'UNKNOWN') {
      throw changeUntold(
        change.row === undefined
          ? 'a record cannot be read'
          : 'a record does not say how the row is, or was before',
      );
    }
    if (this.#lane.pending >= mostPending) throw tooSlowToMake();
    this.#at = position;
    let sent = 0;
    this.#lane.run(
      () => this.spec.write({ kind, change, position, snapshot }),
      (message) => {
        sent = message.length;
        for (const sink of sinks) sink.send(message);
      },
      (error) => {
        this.fail(error, sinks);
      },
    );
    return sent;
  }
}
