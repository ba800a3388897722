import { ConcordatError } from '../../errors/ConcordatError.ts';
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

/**
 * Reads so many snapshots at once, and lets others wait: each takes a connection for as long as its client reads. None for longer than it
 * may: as long as Postgres shows a view of then, it can tidy up nothing that was changed since.
 */
export function limitedSnapshots(
  database: Database,
  limits: Pick<LiveLimits, 'snapshotsAtOnce' | 'snapshotsPerConsumer' | 'snapshotMs' | 'placeBytesPerSecond'>,
): (request: LimitedSnapshotRequest) => Promise<void> {
  const places = new Places({
    atOnce: limits.snapshotsAtOnce,
    perConsumer: limits.snapshotsPerConsumer,
    bytesPerSecond: limits.placeBytesPerSecond,
  });
  return ({ consumer, onRows, ...request }) =>
    places.during(consumer, request.signal, (place) => {
      const until = performance.now() + limits.snapshotMs;
      return readSnapshot(database, {
        ...request,
        onRows: async (rows) => {
          if (performance.now() > until) throw tooLong();
          await onRows(rows, place);
        },
      });
    });
}

function tooLong(): ConcordatError {
  return new ConcordatError('SLOW_CONSUMER', 'The snapshot has taken longer to read than it may.', {
    fix: 'Read faster, or ask for fewer rows or fields.',
  });
}
