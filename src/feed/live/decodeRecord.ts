import type { Contract } from '../../contract/model.ts';
import type { TopicRecord } from '../kafka/TopicReader.ts';
import { recordRevision } from '../record/recordRevision.ts';
import type { FeedChange } from './FeedChange.ts';
import { markOf } from './markOf.ts';
import { recordBytes } from './recordBytes.ts';
import { parseRow } from './parseRow.ts';

/** Reads a record of a contract topic; undefined for one that says nothing of a row, or says it so that nobody understands. */
export type DecodeRecord = (partition: number, record: TopicRecord) => FeedChange | undefined;

function headerText({ headers }: TopicRecord, name: string): string | undefined {
  return headers.find(({ key }) => key === name)?.value?.toString('utf8');
}

/** The key of a row: those of `@key`, all of them, in their order. */
function keyOf({ key }: Contract, values: FeedChange['key'] | undefined): FeedChange['key'] | undefined {
  if (values === undefined || key.some(({ name }) => values[name] === undefined || values[name] === null))
    return undefined;
  return Object.fromEntries(key.map(({ name }) => [name, values[name]]));
}

/**
 * Records in Concordat's own format (design, section 6). On a topic that the pipeline fills, what has no revision Concordat did not
 * write; another pipeline may leave revision and `concordat-before` out.
 */
export function decodeRecord(contract: Contract): DecodeRecord {
  const isOurs = contract.sql !== undefined;
  return (partition, record) => {
    const revision = recordRevision(record);
    const key = keyOf(contract, record.key === null ? undefined : parseRow(record.key));
    const row = record.value === null ? null : parseRow(record.value);
    if (key === undefined || row === undefined || (isOurs && revision === undefined)) return undefined;
    const text = headerText(record, 'concordat-before');
    const before = text === undefined ? undefined : parseRow(Buffer.from(text));
    if (text !== undefined && before === undefined) return undefined;
    return {
      ...{ partition, offset: record.offset, key, row, before: isOurs ? (before ?? null) : before },
      revision: revision === undefined ? null : String(revision),
      committedAt: new Date(record.timestamp).toISOString(),
      mark: markOf(record),
      bytes: recordBytes(record),
    };
  };
}
