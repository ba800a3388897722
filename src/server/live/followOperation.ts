import type { Contract } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { subscribe, type AlreadyTold } from '../../feed/hub/subscribe.ts';
import type { LiveMessage } from '../../feed/hub/LiveMessage.ts';
import { Turn } from '../../feed/hub/Turn.ts';
import type { TurnQueue } from '../../feed/hub/TurnQueue.ts';
import type { LivePosition } from '../../feed/live/LivePosition.ts';
import { positionAtEnd } from '../../feed/live/positionAtEnd.ts';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import { wireKey } from '../../query/values/wireKey.ts';
import type { RowValues } from '../../query/where/matchesCondition.ts';
import type { OpenGroup } from './OpenGroup.ts';
import type { FollowedContract } from './LiveHub.ts';
import type { LiveOperation } from './LiveOperation.ts';
import type { LiveSubscription } from './LiveSubscription.ts';
import type { Places } from './Places.ts';
import type { LimitedSnapshotRequest } from './limitedSnapshots.ts';
import { inOrder } from './inOrder.ts';
import type { SnapshotRow } from './readSnapshot.ts';

export interface Following {
  readonly operation: LiveOperation;
  readonly profile: Pick<AccessProfile, 'consumer' | 'purpose'>;
  readonly subscription: LiveSubscription;
  readonly followed: FollowedContract;
  readonly group: OpenGroup;
  /** Reads a snapshot of rows from one consistent view. */
  readonly readSnapshot: (request: LimitedSnapshotRequest) => Promise<void>;
  /** Places for those who ask the feed whether they can go on. */
  readonly starts: Places;
  /** Places for those who read what they missed from the feed. */
  readonly catchUps: Places;
  /** Turns of all who are told of a snapshot or of what they missed. */
  readonly turns: TurnQueue;
  /** What a snapshot told of already; undefined where nobody can tell. */
  readonly alreadyTold: (
    followed: FollowedContract,
    operation: LiveOperation,
    snapshot: string,
  ) => AlreadyTold | undefined;
}

/**
 * Tells a subscription of what it missed or of a snapshot, and puts it into its group. Resolves then.
 *
 * @throws ConcordatError BAD_USER_INPUT, CURSOR_INVALID, CURSOR_EXPIRED; FEED_UNAVAILABLE, KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
 */
export async function followOperation(following: Following): Promise<void> {
  const { operation, profile, subscription, followed, group, starts, catchUps } = following;
  const { cursors } = group;
  const { filterDigest } = operation;
  const { signal } = subscription;
  if (operation.snapshot && operation.after !== undefined) {
    throw new ConcordatError('BAD_USER_INPUT', '`snapshot` and `after` are both given.', {
      fix: 'Give `after` to go on from a cursor, or `snapshot: true` to begin anew.',
    });
  }
  const resumed = operation.after === undefined ? undefined : cursors.decode(filterDigest, operation.after);
  const now = await followed.follower.start();
  let from: LivePosition | undefined = resumed?.position;
  let snapshot = resumed?.snapshot;
  if (operation.snapshot) subscription.beginSnapshot();
  else subscription.begin(operation.after ?? cursors.encode(filterDigest, { position: now }));
  if (operation.snapshot) {
    // Where the feed ends, before the rows are read: what changes from here on is told again from the feed.
    from = positionAtEnd(await followed.feed.ranges());
    snapshot = await tellSnapshot(following, from);
  }
  if (signal.aborted) return;
  await subscribe(followed.follower, followed.feed, {
    ...{ spec: group.spec, sink: subscription, from, signal },
    turn: () => following.turns.next(profile.consumer),
    ask: (question) => starts.during(profile.consumer, signal, question),
    inPlace: (read) => catchUps.during(profile.consumer, signal, read),
    alreadyTold: snapshot === undefined ? undefined : following.alreadyTold(followed, operation, snapshot),
  });
  subscription.follow(cursorNow(followed, group, filterDigest, subscription));
}

/** By itself: what a function of a subscription remembers is kept for as long as that goes on. */
function cursorNow(
  { follower }: FollowedContract,
  { spec: { key }, cursors }: OpenGroup,
  filterDigest: string,
  subscription: LiveSubscription,
): () => string | undefined {
  return () => {
    const position = follower.toldTo(key, subscription);
    return position && cursors.encode(filterDigest, { position });
  };
}

/** Tells of all rows, and that they were all; returns what the view saw. */
async function tellSnapshot(following: Following, from: LivePosition): Promise<string> {
  const { operation, profile, subscription, group, readSnapshot } = following;
  const { access, where: condition, filterDigest } = operation;
  const { cursors } = group;
  const { signal } = subscription;
  const partial = cursors.encodePartial(filterDigest);
  const turn = new Turn(undefined, () => following.turns.next(profile.consumer));
  let view = '';
  await readSnapshot({
    ...{ access, consumer: profile.consumer, purpose: profile.purpose, condition, signal },
    onBegin: (snapshot) => {
      view = snapshot;
    },
    onRows: async (rows, place) => {
      const make = ({ row, revision }: SnapshotRow): LiveMessage | Promise<LiveMessage> => {
        const key = keyOf(access.contract, row);
        return group.writer.entry({ kind: 'SNAPSHOT', key, row, revision, committedAt: null }, partial);
      };
      for await (const message of inOrder(rows, make)) {
        if (signal.aborted) throw gone();
        if (turn.isOver) await turn.give();
        subscription.send(message);
        turn.spend(message.length);
        const sentAt = performance.now();
        // After each: a page may hold more than may wait.
        await subscription.room();
        place.told(message.length, performance.now() - sentAt);
      }
    },
  });
  if (signal.aborted) return view;
  const cursor = cursors.encode(filterDigest, { position: from, snapshot: view });
  const complete = group.writer.entry(
    { kind: 'SNAPSHOT_COMPLETE', key: null, row: null, revision: null, committedAt: null },
    cursor,
  );
  subscription.send(complete instanceof Promise ? await complete : complete);
  return view;
}

/** As changes have it; what is stored in a key and none of its type stays as it is. */
function keyOf(contract: Contract, row: RowValues): RowValues {
  return wireKey(contract, row) ?? Object.fromEntries(contract.key.map(({ name }) => [name, row[name]]));
}

/** Ends the reading of a snapshot that nobody waits for; nobody is told. */
function gone(): ConcordatError {
  return new ConcordatError('BAD_USER_INPUT', 'The caller has gone.');
}
