import { setTimeout as wait } from 'node:timers/promises';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { OffsetRange, ReadRequest, TopicReader, TopicRecord } from '../../feed/kafka/TopicReader.ts';
import { recordId } from '../../feed/record/recordId.ts';
import { largestBelieved, recordRevision } from '../../feed/record/recordRevision.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { UnreadableBatch } from '../observe/UnreadableBatch.ts';
import { assertOwnRecords, isForeign, type Origin } from './Origin.ts';
import type { KnownTopic, LastRecord } from './publication.ts';
import { readRecordKey } from './readRecordKey.ts';
import { topicUnread } from './topicUnread.ts';

/**
 * What the topic holds: `key` as in `contract.change`, `key_fields` and `key_text` as in the record; `is_ours` where those are bytes that a
 * publisher writes. `revision` is 0 where the record's is not believed, and `value` null also where it is none that a publisher writes.
 */
export const createOnTopic = `
  create temporary table on_topic (
    n bigint generated always as identity, key jsonb not null, key_fields jsonb not null, revision bigint not null, value jsonb,
    is_gone boolean not null, is_foreign boolean not null, key_text text not null, is_ours boolean not null
  ) on commit drop`;

export const dropOnTopic = 'drop table on_topic';

interface Staged {
  readonly key: string;
  readonly keyFields: string;
  readonly isOurs: boolean;
  /** Null where it is none. */
  readonly revision: string | null;
  readonly value: Buffer | null;
  /** Whether another database published it. */
  readonly isForeign: boolean;
}

export interface StageOptions {
  readonly reader: TopicReader;
  readonly contract: DerivedContract;
  readonly origin: Origin & { readonly known: KnownTopic };
}

/** What was found on a partition. */
export interface StagedPartition {
  /** The last record that a publisher wrote, if there is one. */
  readonly last: LastRecord | undefined;
  /** What could not be read, and was passed over. */
  readonly unreadable: readonly UnreadableBatch[];
}

/** Undefined for a record whose key is none of the contract's. */
function toStaged(record: TopicRecord, { contract, origin }: StageOptions): Staged | undefined {
  const key = record.key === null ? undefined : readRecordKey(record.key, contract);
  if (key === undefined) return undefined;
  const revision = recordRevision(record)?.toString() ?? null;
  return { ...key, revision, value: record.value, isForeign: isForeign(record, origin) };
}

/** How far the database itself knows a key to have come; null for a key that it does not know. */
const knownRevision =
  'select max(c.revision) from contract.change c where c.contract = $7 and c.key = record.key';

// A value that is no object, is another row's, or that jsonb cannot hold is none that a publisher wrote. A record without a revision
// is nobody's business, unless compaction takes the row's own record away for it.
const stageText = `
  insert into on_topic (key, key_fields, revision, value, is_gone, is_foreign, key_text, is_ours)
  select key, key_fields,
    case
      when revision is null then 0
      when revision <= ${largestBelieved} then revision
      when revision <= (${knownRevision}) then revision
      else 0
    end,
    case when jsonb_typeof(payload) = 'object' and payload @> key_fields then payload end,
    is_gone, is_foreign, key_text, is_ours
  from (
    select key, key_text::jsonb as key_fields, revision, value is null as is_gone, raw.to_payload(value) as payload,
      is_foreign, key_text, is_ours, place
    from unnest($1::jsonb[], $2::text[], $3::bigint[], $4::bytea[], $5::boolean[], $6::boolean[]) with ordinality
      r (key, key_text, revision, value, is_foreign, is_ours, place)
  ) record
  where revision is not null or (is_ours and (${knownRevision}) is not null)
  order by place`;

/** How long the broker may take to make an ended transaction readable, in milliseconds. */
const patienceMs = 10_000;

/**
 * How often a batch that cannot be read is tried before it is passed over: memory may be short for a moment. Those behind it only once, as
 * what a batch holds is made good for all at once, and there may be any number of them.
 */
const triesOfUnreadable = 4;

const pauseMs = 200;

/** @throws ConcordatError KAFKA_UNAVAILABLE */
function notReadyYet({ id }: DerivedContract, { topic, partition, offset }: ReadRequest): ConcordatError {
  return new ConcordatError(
    'KAFKA_UNAVAILABLE',
    `Topic ${topic}, which ${id} is published on, gives nothing of partition ${partition} at ${offset}.`,
    {
      fix: 'It is tried again. If it goes on, look for a transaction on the topic that does not end.',
      subject: id,
    },
  );
}

/**
 * Puts the records of a partition, from `start` to before `end`, into the temporary table `on_topic`, all but those that cannot be read.
 *
 * @throws ConcordatError TOPIC_TAKEN, KAFKA_UNAVAILABLE
 */
export async function stageTopic(
  transaction: Transaction,
  options: StageOptions,
  { topic, partition, start, end }: OffsetRange,
): Promise<StagedPartition> {
  const { reader, contract, origin } = options;
  let last: LastRecord | undefined;
  const unreadable: UnreadableBatch[] = [];
  let tries = 0;
  let progressAt = performance.now();
  for (let offset = start; offset < end;) {
    const at = { topic, partition, offset };
    const [result] = await reader.read([at], { maxWaitMs: 100 });
    if (result?.kind === 'FAILED') throw topicUnread(contract, at, result.error);
    if (result?.kind === 'UNREADABLE') {
      const { nextOffset, reason } = result;
      tries += 1;
      if (tries < triesOfUnreadable && unreadable.length === 0) {
        await wait(pauseMs);
        continue;
      }
      unreadable.push({
        ...{ contract: contract.id, topic, partition },
        ...{ fromOffset: offset, toOffset: nextOffset, reason },
      });
      progressAt = performance.now();
      offset = nextOffset;
      continue;
    }
    if (result?.kind !== 'RECORDS' || result.nextOffset === offset) {
      if (performance.now() - progressAt > patienceMs) throw notReadyYet(contract, at);
      await wait(50);
      continue;
    }
    progressAt = performance.now();
    tries = 0;
    offset = result.nextOffset;
    // A read may reach further; what is there is looked at when its turn comes.
    const records = result.records.filter((record) => record.offset < end);
    assertOwnRecords({ topic, partition, records }, origin);
    for (const record of records) {
      const id = recordId(record);
      if (id !== undefined) last = { offset: record.offset, id };
    }
    const staged = records.flatMap((record) => toStaged(record, options) ?? []);
    await transaction.execute({
      text: stageText,
      values: [
        staged.map(({ key }) => key),
        staged.map(({ keyFields }) => keyFields),
        staged.map(({ revision }) => revision),
        staged.map(({ value }) => value),
        staged.map((record) => record.isForeign),
        staged.map(({ isOurs }) => isOurs),
        contract.id,
      ],
    });
  }
  return { last, unreadable };
}
