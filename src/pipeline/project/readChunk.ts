import type { Transaction } from '../../storage/Database.ts';
import { fillChunk } from './fillChunk.ts';

/** One partition of a topic: a partition of Kafka, or a file that was ingested. */
export interface TopicPartition {
  readonly source: string;
  readonly partition: number;
}

interface ChunkEnd {
  /** Offset of the chunk's last event. */
  readonly offset: string;
  readonly rows: number;
}

function fillText(keyExpression: string): string {
  return `
    insert into chunk (source, partition, "offset", key, payload, event_time, received_at, n, reason)
    select source, partition, "offset", ${keyExpression}, payload, event_time, received_at,
      row_number() over (order by "offset"),
      case when value is null then 'no value (a tombstone)' when payload is null then 'not JSON' end
    from raw.event
    where source = $1 and partition = $2 and "offset" > $3
    order by "offset"
    limit $4`;
}

/**
 * Puts the next events of a partition into the temporary table `chunk`, by offset; undefined when there are no more.
 */
export async function readChunk(
  transaction: Transaction,
  { source, partition }: TopicPartition,
  after: string | undefined,
  size: number,
): Promise<ChunkEnd | undefined> {
  const values = [source, partition, after ?? '-1', size];
  await fillChunk(transaction, fillText, values);
  const [end] = await transaction.query<ChunkEnd>({
    text: `select "offset", n as rows from chunk order by n desc limit 1`,
  });
  return end;
}
