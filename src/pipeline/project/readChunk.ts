import type { Transaction } from '../../storage/Database.ts';
import { bytesAtOnce, bytesBefore } from '../derive/bytesAtOnce.ts';
import type { OpenedEvent } from '../envelope/OpenedEvent.ts';
import { fillChunk } from './fillChunk.ts';

/** One partition of a topic: a partition of Kafka, or a file that was ingested. */
export interface TopicPartition {
  readonly source: string;
  readonly partition: number;
  /** The first offset that is not read; null for no end. */
  readonly beyond: string | null;
}

/** A partition to read, and how its events are taken out of their envelope. */
export interface ChunkPartition extends TopicPartition {
  readonly opened: OpenedEvent;
}

interface ChunkEnd {
  /** Offset of the chunk's last event. */
  readonly offset: string;
  readonly rows: number;
}

const next = `(
  select * from (
    select e.*, ${bytesBefore} as before from (
      select * from raw.event
      where source = $1 and partition = $2 and "offset" > $3 and ($5::bigint is null or "offset" < $5)
      order by "offset" limit $4
    ) e
  ) numbered
  where before < ${bytesAtOnce}
) e`;

/**
 * Puts the next events of a partition into the temporary table `chunk`, by offset, at most `size` and about `bytesAtOnce`; undefined when
 * there are no more.
 */
export async function readChunk(
  transaction: Transaction,
  { source, partition, beyond, opened }: ChunkPartition,
  after: string | undefined,
  size: number,
): Promise<ChunkEnd | undefined> {
  const values = [source, partition, after ?? '-1', size, beyond];
  await fillChunk(transaction, { from: next, order: 'e."offset"', opened }, values);
  const [end] = await transaction.query<ChunkEnd>({
    text: `select "offset", n as rows from chunk order by n desc limit 1`,
  });
  return end;
}
