import type { Database } from '../../storage/Database.ts';
import type { Lease } from '../lease/Lease.ts';
import { holdLease } from '../lease/renewLease.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { ChangeSink } from './ChangeSink.ts';
import { readOutbox, removeFromOutbox } from './readOutbox.ts';

/**
 * Publishes the next changes of a contract version and takes them off the outbox: published at least once, since a process may
 * end between the two, and in the order of each key's revisions. Returns how many.
 *
 * @throws ConcordatError LEASE_LOST, KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
 */
export function publishBatch(
  database: Database,
  contract: DerivedContract,
  sink: ChangeSink,
  { lease, batchSize }: { readonly lease: Lease; readonly batchSize: number },
): Promise<number> {
  return database.transaction(async (transaction) => {
    await holdLease(transaction, lease);
    const changes = await readOutbox(transaction, contract, batchSize);
    if (changes.length === 0) return 0;
    await sink.publish(transaction, changes);
    await removeFromOutbox(transaction, contract, changes);
    return changes.length;
  });
}
