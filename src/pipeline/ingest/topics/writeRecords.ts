import type { ReadRequest, TopicRecord } from '../../../feed/kafka/TopicReader.ts';
import type { Database } from '../../../storage/Database.ts';
import { mergeRecords } from './mergeRecords.ts';
import { stageRecords } from './stageRecords.ts';

/** Records of a partition, and what was asked for to get them. */
export interface ReadRecords {
  readonly asked: ReadRequest;
  readonly records: readonly TopicRecord[];
  /** From where to go on. */
  readonly nextOffset: bigint;
}

export interface WriteOptions {
  /** Milliseconds after which a process that is frozen in the midst loses its transaction. */
  readonly leaseMs: number;
}

/**
 * Brings records of a partition into raw and moves raw's position, in one transaction; returns how many events raw did not have.
 * The position is moved first, and only from where the records were read: of two processes at the same records one writes,
 * whoever holds a lease. Undefined when it is elsewhere; nothing is written then.
 *
 * @throws ConcordatError TOPIC_REPLACED, DATABASE_UNAVAILABLE
 */
export function writeRecords(
  database: Database,
  { asked, records, nextOffset }: ReadRecords,
  { leaseMs }: WriteOptions,
): Promise<number | undefined> {
  const { topic, partition, offset } = asked;
  return database.transaction(
    async (transaction) => {
      await transaction.script(`set local idle_in_transaction_session_timeout = ${Math.trunc(leaseMs)}`);
      await transaction.execute({
        text: 'insert into raw.position (source, partition, next_offset) values ($1, $2, 0) on conflict do nothing',
        values: [topic, partition],
      });
      const moved = await transaction.execute({
        text: 'update raw.position set next_offset = $4 where source = $1 and partition = $2 and next_offset = $3',
        values: [topic, partition, offset, nextOffset],
      });
      if (moved === 0) return undefined;
      if (records.length === 0) return 0;
      await stageRecords(transaction, records);
      return mergeRecords(transaction, asked);
    },
    { statementTimeoutMs: 0 },
  );
}
