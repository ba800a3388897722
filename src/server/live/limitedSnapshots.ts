import type { Database } from '../../storage/Database.ts';
import { Turnstile } from '../limits/Turnstile.ts';
import type { LiveLimits } from './LiveLimits.ts';
import { readSnapshot, type SnapshotRequest, type SnapshotRow } from './readSnapshot.ts';
import { SnapshotPlace } from './SnapshotPlace.ts';

/** What a snapshot asks for whose rows are taken only as fast as its client reads. */
export interface LimitedSnapshotRequest extends Omit<SnapshotRequest, 'onRows'> {
  readonly consumer: string;
  /** Takes rows; the next are read when it resolves. */
  readonly onRows: (rows: readonly SnapshotRow[], place: SnapshotPlace) => Promise<void>;
}

/**
 * Reads so many snapshots at once, and lets others wait: each takes a connection for as long as its client reads. Of one consumer
 * fewer, so that its slow clients leave some for others; and while others wait each must be read fast enough (I9).
 */
export function limitedSnapshots(
  database: Database,
  limits: Pick<LiveLimits, 'snapshotsAtOnce' | 'snapshotsPerConsumer' | 'snapshotBytesPerSecond'>,
): (request: LimitedSnapshotRequest) => Promise<void> {
  const all = new Turnstile(limits.snapshotsAtOnce);
  // By name. As many as the project has consumers.
  const ofConsumers = new Map<string, Turnstile>();
  return async ({ consumer, onRows, ...request }) => {
    const { signal } = request;
    const own = ofConsumers.get(consumer) ?? new Turnstile(limits.snapshotsPerConsumer);
    ofConsumers.set(consumer, own);
    const leaveOwn = await own.enter(1, signal);
    try {
      const leaveAll = await all.enter(1, signal);
      const place = new SnapshotPlace(limits, () => all.waiting + own.waiting > 0);
      const read = { ...request, onRows: (rows: readonly SnapshotRow[]) => onRows(rows, place) };
      await readSnapshot(database, read).finally(leaveAll);
    } finally {
      leaveOwn();
    }
  };
}
