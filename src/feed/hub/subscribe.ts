import type { ContractFeed } from '../live/ContractFeed.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import { isSameFeed } from '../live/isSameFeed.ts';
import {
  isSamePlace,
  offsetsOf,
  positionAfter,
  positionAt,
  type LivePosition,
  type Offsets,
  type PartitionPosition,
} from '../live/LivePosition.ts';
import { positionAtStart } from '../live/positionAtStart.ts';
import type { ContractFollower } from './ContractFollower.ts';
import { changeUntold, lostUnread } from './changeUntold.ts';
import { cursorExpired } from './cursorExpired.ts';
import { LiveGroup, type GroupSpec } from './LiveGroup.ts';
import { OrderedReader } from './OrderedReader.ts';
import type { LiveSink } from './LiveSink.ts';
import { RevisionGuard } from './RevisionGuard.ts';
import { Turn } from './Turn.ts';

/** Changes that a subscription was told of with its snapshot and that may come once more. */
export interface AlreadyTold {
  /** What was seen of Postgres in the transaction of which it was told, as text. */
  readonly snapshot: string;
  /** Of changes those that it was not told of. */
  unknownOf(changes: readonly FeedChange[]): Promise<readonly FeedChange[]>;
  /** Whether none can come any more behind a position. */
  isOver(position: LivePosition): Promise<boolean>;
}

/** One of the places for those who are told what they missed by reading it from the feed. */
export interface CatchUpPlace {
  /**
   * Hears how many bytes the subscription was told, and how long it was waited for until its client had read enough.
   *
   * @throws ConcordatError SLOW_CONSUMER where others wait, and it reads too slowly for that
   */
  told(bytes: number, waitedMs: number): void;
}

export interface LiveRequest {
  readonly spec: GroupSpec;
  readonly sink: LiveSink;
  /** Where to begin; undefined for now. */
  readonly from: LivePosition | undefined;
  readonly alreadyTold?: AlreadyTold | undefined;
  /** Resolves when it is its turn to be told of what it missed. */
  readonly turn: () => Promise<void>;
  /** Asks the feed as soon as few enough others do. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
  /** Reads on as soon as there is a place for it. */
  readonly inPlace: (read: (place: CatchUpPlace) => Promise<void>) => Promise<void>;
  /** Aborts when the subscription has ended. */
  readonly signal: AbortSignal;
}

/**
 * Tells a subscription of everything after a position, and then of what comes, each once: by reading the feed up to what the
 * process keeps, and then together with its group. Resolves when it is in the group.
 *
 * @throws ConcordatError CURSOR_EXPIRED when not everything after the position can be told; FEED_UNAVAILABLE, KAFKA_UNAVAILABLE,
 *   DATABASE_UNAVAILABLE
 */
export async function subscribe(
  follower: ContractFollower,
  feed: ContractFeed,
  request: LiveRequest,
): Promise<void> {
  const { spec, sink, from, signal, ask, inPlace } = request;
  await follower.start();
  if (from === undefined) {
    follower.join(spec, sink);
    return;
  }
  const { restarts } = follower;
  const one = new Latecomer(request, feed, await ask(() => assertThere(feed, from)));
  const assertSame = (): void => {
    // What it was told, of what the follower kept, may be of before.
    if (follower.restarts !== restarts) throw changeUntold(lostUnread);
    if (!follower.isOf(one.position)) throw cursorExpired(madeAnew);
  };
  const readUp = async (place: CatchUpPlace): Promise<void> => {
    const reader = new OrderedReader(feed, one.position);
    while (!signal.aborted && follower.kept(one.position) === undefined) {
      const read = await reader.next();
      if (read.lost.length > 0) throw cursorExpired('they are no longer there');
      const entries = read.changes.map((change) => ({ change }));
      await one.tell(entries, read.next, place);
      await one.idle(place);
      assertSame();
    }
  };
  while (!signal.aborted) {
    await one.idle();
    assertSame();
    const kept = follower.kept(one.position);
    // Of the same moment: up to there nothing else comes, but the ends of transactions and what is no change.
    const reached = follower.position ?? one.position;
    if (kept === undefined) await inPlace(readUp);
    else if (kept.length > 0 || one.isUnsure) {
      await one.tell(kept, offsetsOf(reached));
      if (kept.length === 0 && one.isUnsure) await follower.progress();
    } else if (follower.hasReached(one.position)) {
      // Nothing can come between: from looking up to here nothing is waited for.
      follower.join(spec, sink);
      return;
    } else {
      await follower.progress();
    }
  }
}

const madeAnew = 'the feed was made anew';

/** Bytes of changes that one who catches up is told in its turn: few, so that those who go the same way are told the same soon after each other. */
const bytesOfTurn = 16 * 1024;

/** Messages that are made at once for one that catches up, and bytes of their changes: who reads must have room for them together. */
const mostUnderWay = 20;
const mostUnderWayBytes = 256 * 1024;

/** A change that was missed, with the position at which the process itself was after it, where that is known. */
interface MissedChange {
  readonly change: FeedChange;
  readonly position?: LivePosition;
}

/** A subscription that has not caught up with its group, and is told by itself what the group was told before. */
class Latecomer {
  position: LivePosition;
  readonly #sink: LiveSink;
  readonly #alone: LiveGroup;
  readonly #guard = new RevisionGuard();
  readonly #isMade: ContractFeed['isMade'];
  #alreadyTold: AlreadyTold | undefined;

  readonly #turn: () => Promise<void>;
  readonly #signal: AbortSignal;

  constructor(
    { spec, sink, alreadyTold, turn, signal }: LiveRequest,
    feed: ContractFeed,
    position: LivePosition,
  ) {
    this.#turn = turn;
    this.#signal = signal;
    this.position = position;
    this.#isMade = feed.isMade;
    this.#sink = sink;
    this.#alone = new LiveGroup(spec);
    this.#alone.add(sink);
    this.#alreadyTold = alreadyTold;
  }

  /** Whether something may come that it was told of already. */
  get isUnsure(): boolean {
    return this.#alreadyTold !== undefined;
  }

  /** Resolves when it has been told everything, and has room for more. */
  async idle(place?: CatchUpPlace): Promise<void> {
    await this.#alone.idle();
    await this.#room(place);
  }

  async tell(entries: readonly MissedChange[], next: Offsets, place?: CatchUpPlace): Promise<void> {
    const told = this.#alreadyTold;
    const changes = entries.map(({ change }) => change);
    const fresh = new Set(told === undefined ? changes : await told.unknownOf(changes));
    const turn = new Turn(bytesOfTurn, this.#turn);
    await turn.give();
    let underWayBytes = 0;
    for (const { change, position } of entries) {
      if (turn.isOver) await turn.give();
      // Nobody waits for it any more.
      if (this.#signal.aborted) return;
      // What is under way reads what stands behind it together, and is sent later.
      if (this.#alone.pending === 0) turn.spend(change.bytes);
      const after = positionAfter(this.position, change);
      // The same for all who catch up, so that its cursor is sealed once.
      this.position = position !== undefined && isSamePlace(position, after) ? position : after;
      if (!fresh.has(change)) continue;
      const verdict = this.#guard.judge(change);
      if (verdict === 'OLD' || (verdict === 'DOUBTED' && !(await this.#isMade(change)))) continue;
      const kind = this.#alone.kindOf(change);
      // A row that left before what is told of it already: only that it has left is news, where nothing else was told.
      const isNews = verdict !== 'LATE' || (kind === 'DELETE' && !this.#guard.isNewestTold(change));
      this.#guard.pass(change, isNews && kind !== undefined);
      if (!isNews || kind === undefined) continue;
      const sent = this.#alone.tell({ change, position: this.position }, { snapshot: told?.snapshot, kind });
      // A read may hold more than may wait for the client.
      if (this.#alone.pending === 0) {
        await this.#room(place, sent);
        continue;
      }
      // What will be sent nobody knows yet; about as much as it was told of.
      place?.told(change.bytes, 0);
      underWayBytes += change.bytes;
      if (this.#alone.pending < mostUnderWay && underWayBytes < mostUnderWayBytes) continue;
      await this.idle(place);
      underWayBytes = 0;
    }
    this.position = positionAt(this.position, next);
    if (told !== undefined && (await told.isOver(this.position))) this.#alreadyTold = undefined;
  }

  async #room(place: CatchUpPlace | undefined, bytes = 0): Promise<void> {
    const since = performance.now();
    await this.#sink.room();
    place?.told(bytes, performance.now() - since);
  }
}

/**
 * Whether everything after a position is there, and it is the same feed still: a topic that was made anew or cut off has other
 * records in their places, or fewer.
 */
async function assertThere(feed: ContractFeed, from: LivePosition): Promise<LivePosition> {
  const ranges = new Map((await feed.ranges()).map((range) => [range.partition, range]));
  const position = new Map<number, PartitionPosition>();
  for (const [partition, at] of from) {
    const range = ranges.get(partition);
    if (range === undefined || at.next > range.end || !isSameFeed(range, at)) throw cursorExpired(madeAnew);
    if (at.next < range.start) throw cursorExpired('they are no longer there');
    position.set(partition, at);
  }
  // A partition that was added since is told from its beginning.
  for (const range of ranges.values()) {
    if (position.has(range.partition)) continue;
    if (range.start > 0n) throw cursorExpired('they are no longer there');
    position.set(range.partition, positionAtStart(range));
  }
  for (const [partition, { last }] of from) {
    if (last === undefined) continue;
    const { changes, lost } = await feed.read(new Map([[partition, { next: last.offset }]]), {
      partitionBytes: 1,
    });
    const found = changes[0];
    // Compaction may have taken it; what is in its place must be itself.
    if (lost.length === 0 && found?.offset === last.offset && found.mark !== last.mark)
      throw cursorExpired(madeAnew);
  }
  return position;
}
