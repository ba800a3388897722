import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { UnreadableBatch } from '../observe/UnreadableBatch.ts';
import type { Origin } from './Origin.ts';
import { outrunTopic } from './outrunTopic.ts';
import { publishAgain } from './publishAgain.ts';
import { replacePublication, type NoteMark } from './publication.ts';
import { rangesOf } from './rangesOf.ts';
import type { TopicHistory } from './readHistory.ts';
import { findStrays } from './findStrays.ts';
import { createOnTopic, dropOnTopic, stageTopic } from './stageTopic.ts';

export interface RecoverOptions {
  readonly reader: TopicReader;
  /** `kafka:<topic>`. */
  readonly destination: string;
  readonly origin: Origin;
  readonly history: TopicHistory;
}

/** Changes that are on the topic as they are in the database, and by it, need not be published again. */
const removeKnown = `
  delete from contract.outbox o using contract.change c, on_topic t
  where o.contract = $1 and c.id = o.change_id and c.key = t.key and c.revision = t.revision and t.is_ours and not t.is_foreign
    and t.is_gone = (c.after is null) and t.value is not distinct from (select jsonb_object_agg(f.key, f.value) from jsonb_each(c.after) f where f.key = any($2))`;

/** Of keys whose last record is another database's: this one's is to be the last, so that compaction takes the other's away. */
const replaceForeign = `
  insert into contract.outbox (contract, change_id)
  select $1, newest.id
  from (select distinct on (key) key, is_foreign from on_topic order by key, n desc) last
  cross join lateral (
    select id from contract.change c where c.contract = $1 and c.key = last.key order by revision desc limit 1
  ) newest
  where last.is_foreign
  on conflict do nothing`;

/** What came of comparing a topic with the database. */
export interface RecoveredTopic {
  /** Up to where it was looked at, by partition. */
  readonly nextOffsets: ReadonlyMap<number, bigint>;
  /** What could not be read. */
  readonly unreadable: readonly UnreadableBatch[];
  /** Of what was noted of it. */
  readonly mark: NoteMark | undefined;
}

/**
 * Compares the topic with what the database knows to be on it, from where it was looked at last. What a process published and could not note any more comes off the
 * outbox; a topic that was made anew, or was never published on, gets every row; a topic that is ahead, as after an older backup of
 * the database was restored, or holds what others wrote, is outrun. Where some of that cannot be read, any key may be in it, and
 * all of them are written again. What is to be deleted there beside is in the temporary table `stray`.
 *
 * @throws ConcordatError TOPIC_TAKEN; KAFKA_UNAVAILABLE, also where there is no such topic
 */
export async function recoverTopic(
  transaction: Transaction,
  contract: DerivedContract,
  { reader, destination, origin: { id, takesOver }, history: { known, isElsewhere } }: RecoverOptions,
): Promise<RecoveredTopic> {
  const ranges = await rangesOf(reader, contract);
  if (isElsewhere) await publishAgain(transaction, contract.id);
  await transaction.script(createOnTopic);
  const lastRecords = new Map(known.lastRecords);
  const origin = { id, takesOver, known };
  const unreadable: UnreadableBatch[] = [];
  for (const range of ranges) {
    const from = known.nextOffsets.get(range.partition) ?? 0n;
    const start = from > range.start ? from : range.start;
    const found = await stageTopic(transaction, { reader, contract, origin }, { ...range, start });
    if (found.last !== undefined) lastRecords.set(range.partition, found.last);
    unreadable.push(...found.unreadable);
  }
  await transaction.execute({
    text: removeKnown,
    values: [contract.id, contract.fields.map(({ name }) => name)],
  });
  await transaction.execute({ text: replaceForeign, values: [contract.id] });
  await findStrays(transaction, contract);
  await outrunTopic(transaction, contract, unreadable.length === 0 ? 'KEYS_AHEAD' : 'ALL_KEYS');
  await transaction.script(dropOnTopic);
  const nextOffsets = new Map(ranges.map(({ partition, end }) => [partition, end]));
  const acceptedOffsets = takesOver ? nextOffsets : known.acceptedOffsets;
  const publication = { destination, nextOffsets, lastRecords, acceptedOffsets };
  const mark = await replacePublication(transaction, contract.id, publication);
  return { nextOffsets, unreadable, mark };
}
