import { isUtf8 } from 'node:buffer';
import type { Contract } from '../../../contract/model.ts';
import { wireKey } from '../../../query/values/wireKey.ts';
import type { RowValues } from '../../../query/where/matchesCondition.ts';
import type { TopicRecord } from '../../kafka/TopicReader.ts';
import { parseRow } from '../parseRow.ts';
import { byFieldNames, withoutSchema } from './byFieldNames.ts';
import { parsedText } from './parsedText.ts';
import { type Told, unreadable } from './Told.ts';

/** The row's key by the record's: an object that holds its fields, or the text of the one that there is. */
export function recordKey(contract: Contract, { key }: TopicRecord): RowValues | undefined {
  if (key === null) return undefined;
  const parsed = parseRow(key);
  if (parsed !== undefined) return wireKey(contract, byFieldNames(contract.key, withoutSchema(parsed)));
  const [only, ...others] = contract.key;
  if (only === undefined || others.length > 0 || !isUtf8(key)) return undefined;
  const text = key.toString('utf8');
  // The text of a number is one.
  return wireKey(contract, { [only.name]: text }) ?? wireKey(contract, { [only.name]: parsedText(text) });
}

export function isSameKey(one: RowValues, other: RowValues): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a record tells whose key is the row's. Where row and record have different ones, nobody knows which row it is about. */
export function tellByKey(contract: Contract, record: TopicRecord, row: Told['row']): Told {
  const key = recordKey(contract, record);
  const ofRow = row ? wireKey(contract, row) : undefined;
  if (key !== undefined && ofRow !== undefined && !isSameKey(key, ofRow)) return unreadable();
  return { key: key ?? ofRow, row, before: undefined };
}
