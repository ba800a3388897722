import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { OffsetRange, TopicReader } from '../../feed/kafka/TopicReader.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { assertOwnRecords, type Origin } from './Origin.ts';
import { outrunTopic } from './outrunTopic.ts';
import { publishAgain } from './publishAgain.ts';
import { readPublication, recordPublication } from './publication.ts';
import { createOnTopic, dropOnTopic, stageTopic } from './stageTopic.ts';

export interface RecoverOptions {
  readonly reader: TopicReader;
  /** `kafka:<topic>`. */
  readonly destination: string;
  readonly origin: Origin;
}

/** Of each partition, about. */
const peekBytes = 64 * 1024;

/**
 * What the partitions of a contract's topic hold now.
 *
 * @throws ConcordatError KAFKA_UNAVAILABLE, also where there is no such topic
 */
export async function rangesOf(
  reader: TopicReader,
  { id, serving: { topic } }: DerivedContract,
): Promise<readonly OffsetRange[]> {
  const partitions = (await reader.partitions([topic])).get(topic);
  if (partitions === undefined) {
    throw new ConcordatError(
      'KAFKA_UNAVAILABLE',
      `There is no topic ${topic}, which ${id} is published on.`,
      {
        fix: 'Run "concordat migrate" with KAFKA_BROKERS set; it makes the topics.',
        subject: id,
      },
    );
  }
  return reader.ranges(partitions.map((partition) => ({ topic, partition })));
}

/**
 * Looks at the first records of each partition: whether the topic is another database's.
 *
 * @throws ConcordatError TOPIC_TAKEN, KAFKA_UNAVAILABLE
 */
export async function assertOwnTopic(
  contract: DerivedContract,
  { reader, origin }: RecoverOptions,
): Promise<void> {
  const { topic } = contract.serving;
  const ranges = await rangesOf(reader, contract);
  const requests = ranges
    .filter(({ start, end }) => start < end)
    .map(({ partition, start }) => ({ topic, partition, offset: start }));
  for (const result of await reader.read(requests, { maxPartitionBytes: peekBytes })) {
    if (result.kind === 'RECORDS') assertOwnRecords(topic, result.records, origin);
  }
}

/** Changes that are on the topic as they are in the database need not be published again. */
const removeKnown = `
  delete from contract.outbox o using contract.change c, on_topic t
  where o.contract = $1 and c.id = o.change_id and c.key = t.key and c.revision = t.revision
    and t.value is not distinct from (select jsonb_object_agg(f.key, f.value) from jsonb_each(c.after) f where f.key = any($2))`;

/**
 * Compares the topic with what the database knows to be on it, from where it was looked at last. What a process published and could not note any more comes off the
 * outbox; a topic that was made anew, or was never published on, gets every row; a topic that is ahead, as after an older backup of
 * the database was restored, or holds what others wrote, is outrun. Returns up to where it was looked at, by partition.
 *
 * @throws ConcordatError KAFKA_UNAVAILABLE, also where there is no such topic
 */
export async function recoverTopic(
  transaction: Transaction,
  contract: DerivedContract,
  { reader, destination, origin }: RecoverOptions,
): Promise<ReadonlyMap<number, bigint>> {
  const before = await readPublication(transaction, contract.id);
  const known = before?.destination === destination ? before.nextOffsets : new Map<number, bigint>();
  const ranges = await rangesOf(reader, contract);
  const isAnew = ranges.some(({ partition, end }) => end < (known.get(partition) ?? 0n));
  if (before !== undefined && (isAnew || before.destination !== destination)) {
    await publishAgain(transaction, contract.id);
  }
  await transaction.script(createOnTopic);
  for (const range of ranges) {
    const from = isAnew ? 0n : (known.get(range.partition) ?? 0n);
    const start = from > range.start ? from : range.start;
    await stageTopic(transaction, { reader, contract, origin }, { ...range, start });
  }
  await transaction.execute({
    text: removeKnown,
    values: [contract.id, contract.fields.map(({ name }) => name)],
  });
  await outrunTopic(transaction, contract);
  await transaction.script(dropOnTopic);
  const nextOffsets = new Map(ranges.map(({ partition, end }) => [partition, end]));
  await recordPublication(transaction, contract.id, { destination, nextOffsets });
  return nextOffsets;
}
