import { SpanKind, type SpanOptions } from '@opentelemetry/api';
import type { Project } from '../../contract/model.ts';
import type { Database } from '../../storage/Database.ts';
import type { Lease } from '../lease/Lease.ts';
import { holdLease } from '../lease/renewLease.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { assertNotReplaced } from '../rebuild/assertNotReplaced.ts';
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

export interface PublishOptions {
  readonly project: Project;
  readonly lease: Lease;
  readonly batchSize: number;
}

/**
 * Publishes the next changes of a contract version and takes them off the outbox: published at least once, since a process may
 * end between the two, and in the order of each key's revisions. Returns how many; undefined, and publishes nothing, where the
 * database lost what the sink noted last, so that another sink is to recover the destination first.
 *
 * @throws ConcordatError PROJECT_REPLACED when another version of the project was derived since, LEASE_LOST, KAFKA_UNAVAILABLE,
 * DATABASE_UNAVAILABLE
 */
export function publishBatch(
  database: Database,
  contract: DerivedContract,
  sink: ChangeSink,
  { project, lease, batchSize }: PublishOptions,
): Promise<number | undefined> {
  return database.transaction(async (transaction) => {
    await holdLease(transaction, lease);
    const { changes, noteMark } = await readOutbox(transaction, contract, batchSize);
    if (changes.length === 0) return 0;
    if (!sink.isLastNote(noteMark)) return undefined;
    // After they were read: who derived them has left its mark by then. It may know fields that this project has not.
    await assertNotReplaced(transaction, project);
    await inSpan(`publish ${contract.id}`, publishSpan(sink, changes), async () => {
      await sink.publish(transaction, changes);
      await removeFromOutbox(transaction, contract, changes);
    });
    return changes.length;
  });
}
