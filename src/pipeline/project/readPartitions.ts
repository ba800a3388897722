import type { Transaction } from '../../storage/Database.ts';
import type { TopicPartition } from './readChunk.ts';

/** What of raw: all that has arrived, or what is derived by `pipeline.position`. */
export type UpTo = 'ARRIVED' | 'DERIVED';

export interface PartitionEvents extends TopicPartition {
  readonly events: number;
}

const texts: Readonly<Record<UpTo, string>> = {
  ARRIVED: `select source, partition, null as beyond, count(*)::int as events from raw.event where source = any ($1)
    group by source, partition`,
  DERIVED: `select e.source, e.partition, p.next_offset as beyond, count(*)::int as events
    from pipeline.position p
    join raw.event e on e.source = p.source and e.partition = p.partition and e."offset" < p.next_offset
    where p.source = any ($1) group by e.source, e.partition, p.next_offset`,
};

/**
 * The partitions of topics with how many events there are. Files have negative numbers from -1 downwards, and come first: by the
 * absolute number the one that was ingested first.
 */
export function readPartitions(
  transaction: Transaction,
  topics: readonly string[],
  upTo: UpTo,
): Promise<readonly PartitionEvents[]> {
  return transaction.query<PartitionEvents>({
    text: `select * from (${texts[upTo]}) p order by source, partition >= 0, abs(partition)`,
    values: [topics],
  });
}
