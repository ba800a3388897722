import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { compareTopic } from './compareTopic.ts';
import { assertOwnRecords, type Origin } from './Origin.ts';
import { outrunTopic } from './outrunTopic.ts';
import { publishAgain } from './publishAgain.ts';
import { readPublication, replacePublication, unreached, type Reached } from './publication.ts';
import { rangesOf } from './rangesOf.ts';
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
  const noted: Reached = before?.destination === destination ? before : unreached;
  const ranges = await rangesOf(reader, contract);
  const isSame = (await compareTopic(reader, ranges, noted)) === 'SAME';
  const known = isSame ? noted : unreached;
  if (before !== undefined && (!isSame || before.destination !== destination)) {
    await publishAgain(transaction, contract.id);
  }
  await transaction.script(createOnTopic);
  const lastRecords = new Map(known.lastRecords);
  for (const range of ranges) {
    const from = known.nextOffsets.get(range.partition) ?? 0n;
    const start = from > range.start ? from : range.start;
    const last = await stageTopic(transaction, { reader, contract, origin }, { ...range, start });
    if (last !== undefined) lastRecords.set(range.partition, last);
  }
  await transaction.execute({
    text: removeKnown,
    values: [contract.id, contract.fields.map(({ name }) => name)],
  });
  await outrunTopic(transaction, contract);
  await transaction.script(dropOnTopic);
  const nextOffsets = new Map(ranges.map(({ partition, end }) => [partition, end]));
  await replacePublication(transaction, contract.id, { destination, nextOffsets, lastRecords });
  return nextOffsets;
}
