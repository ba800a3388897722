import { SpanKind, type SpanOptions } from '@opentelemetry/api';
import type { Database } from '../../storage/Database.ts';
import type { Lease } from '../lease/Lease.ts';
import { holdLease } from '../lease/renewLease.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { inSpan } from '../trace/inSpan.ts';
import { traceLinks } from '../trace/traceLinks.ts';
import type { ChangeSink, WaitingChange } from './ChangeSink.ts';
import { readOutbox, removeFromOutbox } from './readOutbox.ts';

function publishSpan({ destination, topic }: ChangeSink, changes: readonly WaitingChange[]): SpanOptions {
  return {
    kind: SpanKind.PRODUCER,
    links: traceLinks(changes.flatMap(({ traceparent }) => traceparent ?? [])),
    attributes: {
      ...(destination === 'KAFKA' && { 'messaging.system.name': 'kafka' }),
      'messaging.destination.name': topic,
      'messaging.batch.message_count': changes.length,
    },
  };
}

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
    await inSpan(`publish ${contract.id}`, publishSpan(sink, changes), async () => {
      await sink.publish(transaction, changes);
      await removeFromOutbox(transaction, contract, changes);
    });
    return changes.length;
  });
}
