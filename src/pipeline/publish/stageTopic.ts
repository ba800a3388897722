import { setTimeout as wait } from 'node:timers/promises';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { OffsetRange, TopicReader, TopicRecord } from '../../feed/kafka/TopicReader.ts';
import { recordId } from '../../feed/record/recordId.ts';
import { recordRevision } from '../../feed/record/recordRevision.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { assertOwnRecords, isForeign, type Origin } from './Origin.ts';
import type { KnownTopic, LastRecord } from './publication.ts';
import { readRecordKey } from './readRecordKey.ts';

/** What the topic holds: `key` as in `contract.change`, `key_fields` as in the record. */
export const createOnTopic = `
  create temporary table on_topic (
    n bigint generated always as identity, key jsonb not null, key_fields jsonb not null, revision bigint not null, value jsonb,
    is_foreign boolean not null
  ) on commit drop`;

export const dropOnTopic = 'drop table on_topic';

interface Staged {
  readonly key: string;
  readonly keyFields: string;
  readonly revision: string;
  readonly value: Buffer | null;
  /** Whether another database published it. */
  readonly isForeign: boolean;
}

export interface StageOptions {
  readonly reader: TopicReader;
  readonly contract: DerivedContract;
  readonly origin: Origin & { readonly known: KnownTopic };
}

/** Undefined for a record that none of Concordat's publishers wrote; it is none of the contract's changes. */
function toStaged(record: TopicRecord, { contract, origin }: StageOptions): Staged | undefined {
  const revision = recordRevision(record);
  const key = record.key === null ? undefined : readRecordKey(record.key, contract);
  if (revision === undefined || key === undefined) return undefined;
  return { ...key, revision: String(revision), value: record.value, isForeign: isForeign(record, origin) };
}

// A value that is no object, is another row's, or that jsonb cannot hold is none that a publisher wrote.
const stageText = `
  insert into on_topic (key, key_fields, revision, value, is_foreign)
  select key, key_fields, revision, payload, is_foreign
  from (
    select key, key_fields, revision, value is null as is_gone, raw.to_payload(value) as payload, is_foreign, place
    from unnest($1::jsonb[], $2::jsonb[], $3::bigint[], $4::bytea[], $5::boolean[]) with ordinality
      r (key, key_fields, revision, value, is_foreign, place)
  ) record
  where is_gone or (jsonb_typeof(payload) = 'object' and payload @> key_fields)
  order by place`;

/** How long the broker may take to make an ended transaction readable, in milliseconds. */
const patienceMs = 10_000;

/**
 * Puts the records of a partition, from `start` to before `end`, into the temporary table `on_topic`. Returns the last that a
 * publisher wrote, if there is one.
 */
export async function stageTopic(
  transaction: Transaction,
  options: StageOptions,
  { topic, partition, start, end }: OffsetRange,
): Promise<LastRecord | undefined> {
  const { reader, origin } = options;
  let last: LastRecord | undefined;
  let progressAt = performance.now();
  for (let offset = start; offset < end;) {
    const [result] = await reader.read([{ topic, partition, offset }], { maxWaitMs: 100 });
    if (result?.kind === 'FAILED' || result?.kind === 'UNREADABLE') throw result.error;
    if (result?.kind !== 'RECORDS' || result.nextOffset === offset) {
      if (performance.now() - progressAt > patienceMs) {
        throw new ConcordatError(
          'KAFKA_UNAVAILABLE',
          `Topic ${topic}, partition ${partition}, cannot be read at ${offset}.`,
          {
            fix: 'It is tried again. If it goes on, look for a transaction on the topic that does not end.',
          },
        );
      }
      await wait(50);
      continue;
    }
    progressAt = performance.now();
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
      ],
    });
  }
  return last;
}
