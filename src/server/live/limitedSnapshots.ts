import type { Database } from '../../storage/Database.ts';
import type { LiveLimits } from './LiveLimits.ts';
import { Places } from './Places.ts';
import type { ReadingPlace } from './ReadingPlace.ts';
import { readSnapshot, type SnapshotRequest, type SnapshotRow } from './readSnapshot.ts';

/** What a snapshot asks for whose rows are taken only as fast as its client reads. */
export interface LimitedSnapshotRequest extends Omit<SnapshotRequest, 'onRows'> {
  readonly consumer: string;
  /** Takes rows; the next are read when it resolves. */
  readonly onRows: (rows: readonly SnapshotRow[], place: ReadingPlace) => Promise<void>;
}

/** Reads so many snapshots at once, and lets others wait: each takes a connection for as long as its client reads. */
export function limitedSnapshots(
  database: Database,
  limits: Pick<LiveLimits, 'snapshotsAtOnce' | 'snapshotsPerConsumer' | 'placeBytesPerSecond'>,
): (request: LimitedSnapshotRequest) => Promise<void> {
  const places = new Places({
    atOnce: limits.snapshotsAtOnce,
    perConsumer: limits.snapshotsPerConsumer,
    bytesPerSecond: limits.placeBytesPerSecond,
  });
  return ({ consumer, onRows, ...request }) =>
    places.during(consumer, request.signal, (place) =>
      readSnapshot(database, { ...request, onRows: (rows) => onRows(rows, place) }),
    );
}
