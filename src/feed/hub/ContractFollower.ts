import { setImmediate, setTimeout } from 'node:timers/promises';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { matchesCondition } from '../../query/where/matchesCondition.ts';
import type { ContractFeed, FeedRange, FeedRead, FeedWatch } from '../live/ContractFeed.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import { isReached, offsetsOf, positionAfter, positionAt, type LivePosition } from '../live/LivePosition.ts';
import { isSameFeed } from '../live/isSameFeed.ts';
import { positionAtEnd } from '../live/positionAtEnd.ts';
import { positionAtStart } from '../live/positionAtStart.ts';
import type { GroupTelling, Untold } from './Backlog.ts';
import { Backlogs } from './Backlogs.ts';
import { changeUntold, lostUnread } from './changeUntold.ts';
import { FollowedGroups } from './FollowedGroups.ts';
import type { GroupSpec } from './LiveGroup.ts';
import type { LiveSink } from './LiveSink.ts';
import { RevisionGuard } from './RevisionGuard.ts';
import { Seldom } from './Seldom.ts';
import { Tail, type TailEntry } from './Tail.ts';
import { Turn } from './Turn.ts';

export interface FollowerOptions {
  readonly feed: ContractFeed;
  /** Bytes of changes that are kept for those who come back, about. */
  readonly tailBytes: number;
  /** Told of what goes wrong; following goes on. */
  readonly onFailure: (error: unknown) => void;
  /** Told each time that following fails; it is tried again. */
  readonly onStuck: (error: unknown) => void;
  /** Told each time that it does not fail. */
  readonly onGoingOn: () => void;
}

/** Whom a change may concern. */
interface Concerned {
  /** Each group, with who was in it when the change came. */
  readonly concerned: readonly GroupTelling[];
  /** Whether a newer change of the row was told already. */
  readonly isLate: boolean;
  readonly turn: Turn;
}

const maxWaitMs = 1_000;
const pauseMs = 500;
/** How often it is looked for partitions that were added, and whether the topic was made anew. */
const lookEveryMs = 5_000;

function tooSlowToTell(): ConcordatError {
  return new ConcordatError(
    'SLOW_CONSUMER',
    'Changes come faster than your subscriptions can be told of them.',
    { fix: 'Follow by fewer different filters and selections, or fewer subscriptions.' },
  );
}

/**
 * Follows the feed of one contract for all of a process's subscriptions: each change is read once, evaluated once for each group,
 * and kept a while for those who come back.
 */
export class ContractFollower {
  readonly #options: FollowerOptions;
  readonly #groups = new FollowedGroups();
  #backlogs = new Backlogs();
  readonly #stopping = new AbortController();
  #guard = new RevisionGuard();
  #position: LivePosition | undefined;
  /** Up to where all groups were told, or are about to be. */
  #toldTo: LivePosition | undefined;
  #tail: Tail = new Tail(new Map(), 0);
  #running: Promise<void> | undefined;
  #progress = Promise.withResolvers<undefined>();
  #lookedAt = 0;
  /** By partition when it was last read to its end. */
  #currentAt = new Map<number, number>();
  #restarts = 0;
  #unreadable = 0;
  readonly #saying = new Seldom();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Where the feed stands; undefined before it was first seen. */
  get position(): LivePosition | undefined {
    return this.#position;
  }

  /** About how many bytes of changes are kept. */
  get keptBytes(): number {
    return this.#tail.bytes;
  }

  /** About how many bytes of changes the consumer that is furthest behind others has not been told of. */
  get behindBytes(): number {
    return this.#backlogs.mostBytes;
  }

  /** How often everybody had to begin anew, as changes were lost. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Records that could not be read. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Milliseconds since everything that the feed had was read, also while it is gone; undefined before it was first seen. */
  get lagMs(): number | undefined {
    return this.#currentAt.size === 0 ? undefined : performance.now() - Math.min(...this.#currentAt.values());
  }

  /** Begins to follow, where that is not so yet, and resolves when it is known where the feed stands. */
  async start(): Promise<LivePosition> {
    if (this.#position !== undefined) return this.#position;
    const position = this.#begin(await this.#options.feed.ranges());
    this.#running ??= this.#run();
    return position;
  }

  /** Puts a subscription into its group, from where the feed stands now. */
  join(spec: GroupSpec, sink: LiveSink): void {
    this.#groups.join(spec, sink, this.#position);
  }

  /** From where a subscription may go on that is in its group, however long ago it was told anything; undefined where something is under way. */
  toldTo(key: string, sink: LiveSink): LivePosition | undefined {
    const group = this.#groups.get(key);
    if (group === undefined) return undefined;
    const position = this.#backlogs.positionOf(group.spec.consumer) ?? this.#toldTo;
    return position && group.isAt(position, sink) ? position : undefined;
  }

  leave(key: string, sink: LiveSink): void {
    this.#groups.leave(key, sink);
  }

  /** What has come after a position, where it is kept still. */
  kept(position: LivePosition): readonly TailEntry[] | undefined {
    return this.#position !== undefined && this.#tail.covers(position)
      ? this.#tail.after(position)
      : undefined;
  }

  /** Whether a position may be of the topic that is followed. Where it is of another one that may be the newer, for which is looked at once. */
  isOf(position: LivePosition): boolean {
    const isSame = [...position].every(([partition, at]) => isSameFeed(at, this.#position?.get(partition)));
    if (!isSame) this.#lookedAt = -Infinity;
    return isSame;
  }

  /** Whether the feed was followed up to a position, which another process may have seen first. */
  hasReached(position: LivePosition): boolean {
    return isReached(position, this.#position);
  }

  /** Resolves when something was read, or when it was looked in vain. */
  async progress(): Promise<void> {
    await this.#progress.promise;
  }

  /** @param reason - why those who still follow end */
  async stop(reason?: ConcordatError): Promise<void> {
    this.#stopping.abort();
    if (reason !== undefined) this.#restart(reason);
    this.#backlogs.clear();
    await this.#running;
  }

  #begin(ranges: readonly FeedRange[]): LivePosition {
    if (this.#position !== undefined) return this.#position;
    const position = positionAtEnd(ranges);
    this.#position = position;
    this.#toldTo = position;
    this.#tail = new Tail(offsetsOf(position), this.#options.tailBytes);
    this.#guard = new RevisionGuard();
    this.#lookedAt = performance.now();
    this.#currentAt = new Map(ranges.map(({ partition }) => [partition, this.#lookedAt]));
    return position;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const watch = this.#options.feed.watch();
    while (!signal.aborted) {
      try {
        await this.#step(watch, signal);
        this.#options.onGoingOn();
      } catch (error) {
        // Nobody is to wait for what does not come: its changes are elsewhere, or nowhere.
        if (error instanceof ConcordatError && error.code === 'FEED_UNAVAILABLE') this.#restart(error);
        this.#options.onStuck(error);
        await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
      }
      this.#progress.resolve(undefined);
      this.#progress = Promise.withResolvers();
    }
    await watch.close();
  }

  async #step(watch: FeedWatch, signal: AbortSignal): Promise<void> {
    const { feed } = this.#options;
    if (this.#position === undefined) this.#begin(await feed.ranges());
    else if (performance.now() - this.#lookedAt > lookEveryMs) this.#look(await feed.ranges());
    if (this.#position === undefined) return;
    const read = await watch.next(this.#position, { maxWaitMs, signal });
    if (read.lost.length > 0) this.#loseSome();
    else {
      await this.#take(read);
      for (const partition of read.current) this.#currentAt.set(partition, performance.now());
    }
  }

  /** Partitions that were added since are followed from their beginning, unless they are of a topic that was made anew. */
  #look(ranges: readonly FeedRange[]): void {
    this.#lookedAt = performance.now();
    const position = new Map(this.#position);
    const [followed] = position.values();
    if (!ranges.every((range) => isSameFeed(range, followed))) {
      this.#loseSome();
      return;
    }
    for (const range of ranges) {
      const { partition, start } = range;
      if (position.has(partition)) continue;
      position.set(partition, positionAtStart(range));
      this.#tail.begin(partition, start);
      this.#currentAt.set(partition, this.#lookedAt);
    }
    this.#position = position;
  }

  async #take({ changes, next }: FeedRead): Promise<void> {
    const { feed } = this.#options;
    let position: LivePosition = this.#position ?? new Map();
    const turn = new Turn();
    this.#report(changes.filter(({ row }) => row === undefined));
    for (const change of changes) {
      if (turn.isOver) await turn.give();
      position = positionAfter(position, change);
      const verdict = this.#guard.judge(change);
      if (verdict === 'OLD' || (verdict === 'DOUBTED' && !(await feed.isMade(change)))) continue;
      this.#guard.pass(change);
      const entry = { change, position };
      this.#position = position;
      this.#tail.add(entry);
      // Who is told is known from here on: whoever joins in the turns of others begins behind the change, or has read it of what is kept.
      const concerned = this.#groups.concernedBy(change);
      await this.#tell(entry, { concerned, isLate: verdict === 'LATE', turn });
      this.#toldTo = position;
    }
    this.#position = positionAt(position, next);
    this.#toldTo = this.#position;
  }

  /** Tells groups of a change, those of a consumer for which that takes long behind all others. */
  async #tell(entry: TailEntry, { concerned, isLate, turn }: Concerned): Promise<void> {
    let most = entry.change.bytes;
    const taken = new Map<string, number>();
    const later = new Map<string, GroupTelling[]>();
    for (const one of concerned) {
      if (turn.isOver) await turn.give();
      const telling = isLate ? this.#late(one, entry) : one;
      if (telling === undefined) continue;
      const { consumer } = telling.group.spec;
      const ms = taken.get(consumer) ?? 0;
      if (
        this.#backlogs.has(consumer) ||
        (this.#groups.areOfSeveral && this.#backlogs.isSlow(consumer, ms))
      ) {
        const ofConsumer = later.get(consumer) ?? [];
        ofConsumer.push(telling);
        later.set(consumer, ofConsumer);
        continue;
      }
      const since = performance.now();
      most = Math.max(most, telling.group.tell(entry, telling));
      taken.set(consumer, ms + performance.now() - since);
    }
    for (const [consumer, ms] of taken) this.#backlogs.took(consumer, ms);
    const from = this.#toldTo ?? new Map();
    for (const [consumer, tellings] of later) await this.#tellLater(consumer, { entry, from, tellings });
    turn.spend(most);
  }

  /**
   * Tells groups of a consumer of a change behind all others. One that falls behind by more than is kept for those who come back ends, where
   * others follow too, and may come back.
   */
  async #tellLater(consumer: string, untold: Untold): Promise<void> {
    const backlog = this.#backlogs.add(consumer, untold);
    while (backlog.bytes > this.#options.tailBytes) {
      if (this.#groups.areOfSeveral) {
        for (const group of this.#groups.list(consumer)) group.fail(tooSlowToTell(), group.sinks());
        backlog.clear();
      } else await setImmediate();
    }
  }

  /**
   * What a group is told of a change behind which a newer one of its row was told already: only that the row has left is news to the group,
   * and only where the newer one was none to it. Where that is not kept any more nobody knows, but of filters by the key, under which every
   * change of a row is one or none is.
   */
  #late({ group, before = [] }: GroupTelling, { change }: TailEntry): GroupTelling | undefined {
    const { condition, masked } = group.spec.filter;
    const kind = group.kindOf(change);
    if (kind !== 'DELETE' || matchesCondition(condition, change.key, masked) === true) return undefined;
    const newest = this.#tail.revision(change.key, String(this.#guard.newest(change)));
    if (newest !== undefined) return group.kindOf(newest) === undefined ? { group, before, kind } : undefined;
    group.fail(changeUntold('changes of a row came out of their order'), before);
    return undefined;
  }

  /** Those whom such a record may concern have ended, and been told so; whoever fills the topic must be told too. */
  #report(unreadable: readonly FeedChange[]): void {
    const [first] = unreadable;
    if (first === undefined) return;
    this.#unreadable += unreadable.length;
    const count = this.#saying.add(unreadable.length);
    if (count === undefined) return;
    const { partition, offset } = first;
    this.#options.onFailure(
      new ConcordatError(
        'RECORD_UNREADABLE',
        `Records of a contract's topic cannot be read: ${count} since it was last said, and one of them is at offset ${offset} of partition ${partition}.`,
        { fix: 'Hold them against the form that `@serving(format:)` names.' },
      ),
    );
  }

  /** Everybody must begin anew. */
  #restart(reason: ConcordatError): void {
    for (const group of this.#groups.list()) {
      for (const sink of group.sinks()) {
        this.leave(group.spec.key, sink);
        sink.end(reason);
      }
    }
    // What waits in them still is of before.
    this.#backlogs.clear();
    this.#backlogs = new Backlogs();
    if (this.#position !== undefined) this.#restarts += 1;
    this.#position = undefined;
    this.#toldTo = undefined;
    this.#tail = new Tail(new Map(), 0);
  }

  /** What was missed nobody can tell. */
  #loseSome(): void {
    this.#restart(changeUntold(lostUnread));
    this.#options.onFailure(
      new ConcordatError('FEED_UNAVAILABLE', 'Changes of a contract were lost before they were read.', {
        fix: 'See whether retention of the contract topic is too short, the topic was made anew, or, without Kafka, the database went back to before them.',
      }),
    );
  }
}
