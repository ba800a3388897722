import type { Contract } from '../../contract/model.ts';
import type { TopicRecord } from '../kafka/TopicReader.ts';
import { fitsKey } from '../record/fitsKey.ts';
import { recordMoment } from '../record/recordMoment.ts';
import { recordRevision } from '../record/recordRevision.ts';
import type { FeedChange } from './FeedChange.ts';
import { markOf } from './markOf.ts';
import { recordBytes } from './recordBytes.ts';
import { parseRow } from './parseRow.ts';

/** Reads a record of a contract topic; undefined for one that tells of no row. */
export type DecodeRecord = (partition: number, record: TopicRecord) => FeedChange | undefined;

/** Holds the row as it was. */
export const beforeHeader = 'concordat-before';

export function headerText({ headers }: TopicRecord, name: string): string | undefined {
  return headers.find(({ key }) => key === name)?.value?.toString('utf8');
}

/** The key of a row: those of `@key`, all of them, in their order; undefined for one that no publisher writes. */
function keyOf({ key }: Contract, values: FeedChange['key'] | undefined): FeedChange['key'] | undefined {
  if (values === undefined || !key.every((field) => fitsKey(field, values[field.name]))) return undefined;
  return Object.fromEntries(key.map(({ name }) => [name, values[name]]));
}

/**
 * Records of a topic that the pipeline fills (design, section 6). What has no revision, or cannot be read, Concordat did not write: it is
 * no change.
 */
export function decodeRecord(contract: Contract): DecodeRecord {
  return (partition, record) => {
    const revision = recordRevision(record);
    const key = keyOf(contract, record.key === null ? undefined : parseRow(record.key));
    const row = record.value === null ? null : parseRow(record.value);
    if (key === undefined || row === undefined || revision === undefined) return undefined;
    const text = headerText(record, beforeHeader);
    const before = text === undefined ? undefined : parseRow(Buffer.from(text));
    if (text !== undefined && before === undefined) return undefined;
    return {
      ...{ partition, offset: record.offset, key, row, before: before ?? null },
      revision: String(revision),
      committedAt: recordMoment(record),
      mark: markOf(record),
      bytes: recordBytes(record),
    };
  };
}
