import { LRUCache } from 'lru-cache';
import type { Contract, ContractField } from '../../../contract/model.ts';
import { ExactNumber } from '../../../query/values/ExactNumber.ts';
import { wireKey } from '../../../query/values/wireKey.ts';
import type { RowValues } from '../../../query/where/matchesCondition.ts';
import type { TopicRecord } from '../../kafka/TopicReader.ts';
import type { DecodeRecord } from '../decodeRecord.ts';
import { isObject, parseRow } from '../parseRow.ts';
import { byFieldNames, withoutSchema } from './byFieldNames.ts';
import { parsedText } from './parsedText.ts';
import { plainDecimal } from './plainDecimal.ts';
import { isSameKey, recordKey } from './recordKey.ts';
import { decodeTold, type Told, unreadable } from './Told.ts';

const dayMs = 86_400_000;

/** Stands for a value that Postgres did not write down again: https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-toasted-values */
const unavailable = '__debezium_unavailable_value';

/** Deletions that are remembered until their tombstones come, each directly behind. */
const keptDeletions = 10_000;

function isUnavailable(value: unknown): boolean {
  return value === unavailable || (Array.isArray(value) && value.length === 1 && value[0] === unavailable);
}

/** Debezium writes a day as how many have passed since 1970: https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-temporal-types */
function dayText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dayText);
  if (!Number.isInteger(value)) return value;
  const day = new Date(Number(value) * dayMs);
  return Number.isNaN(day.getTime()) ? value : day.toISOString().slice(0, 10);
}

/** A field's value as Concordat writes it on contract topics; undefined where it is not there. */
function fieldValue({ type: { kind, name } }: ContractField, value: unknown): unknown {
  if (isUnavailable(value)) return undefined;
  if (name === 'Date') return dayText(value);
  if (name === 'Decimal') return plainDecimal(value);
  // `jsonb` comes as the text of it.
  const isJson = kind === 'OBJECT' || name === 'JSON';
  return isJson && typeof value === 'string' ? (parsedText(value) ?? value) : value;
}

/** What stands in `before` for a column of which Postgres said nothing: null, or where the column has no null the zero of its type. */
function saysNothing(value: unknown): boolean {
  const given = value instanceof ExactNumber ? Number(value.source) : value;
  return given === null || given === undefined || given === '' || given === 0 || given === false;
}

/** Whether nothing but the key is told of a row as it was, as of a table without `REPLICA IDENTITY FULL`. */
function isKeyAlone({ key }: Contract, was: RowValues): boolean {
  const names = new Set(key.flatMap(({ name, column }) => [name, column]));
  return Object.entries(was).every(([name, value]) => names.has(name) || saysNothing(value));
}

/**
 * A team's own topic of Debezium's changes.
 *
 * @param tellsBefore - whether the table writes down the whole row as it was
 */
export function decodeDebezium(contract: Contract, tellsBefore: () => boolean): DecodeRecord {
  const deletions = new LRUCache<string, RowValues>({ max: keptDeletions });
  const named = (values: RowValues): RowValues => byFieldNames(contract.fields, values, fieldValue);

  /** A deletion's own tombstone says nothing more; one by itself, when compaction took the deletion, says that the row is gone. */
  const tellTombstone = (record: TopicRecord, partition: number): Told | undefined => {
    const key = recordKey(contract, record);
    const deleted = deletions.get(`${partition} ${record.offset - 1n}`);
    if (key !== undefined && deleted !== undefined && isSameKey(key, deleted)) return undefined;
    return { key, row: null, before: undefined };
  };

  const tellChange = (record: TopicRecord, change: RowValues): Told | undefined => {
    const { op, before, after } = change;
    switch (op) {
      case 'c':
      case 'r':
      case 'u':
      case 'd': {
        const row = op === 'd' ? null : isObject(after) ? named(after) : undefined;
        const was = isObject(before) ? named(before) : undefined;
        const ofRow = row ? wireKey(contract, row) : undefined;
        const ofWas = was && wireKey(contract, was);
        // The row under its former key is gone, and one message cannot tell of two rows.
        if (ofRow !== undefined && ofWas !== undefined && !isSameKey(ofRow, ofWas)) return unreadable();
        const key = ofRow ?? ofWas ?? recordKey(contract, record);
        // A row that is read anew may have been another when it was told of last.
        if (op === 'c') return { key, row, before: null };
        const isTold = isObject(before) && tellsBefore() && !isKeyAlone(contract, before);
        return { key, row, before: isTold ? was : undefined };
      }
      // A message of an application among the changes.
      case 'm':
        return undefined;
      // Of all rows at once (`t`), or of nobody knows which.
      default:
        return unreadable();
    }
  };

  return decodeTold((record, partition) => {
    if (record.value === null) return tellTombstone(record, partition);
    const value = parseRow(record.value);
    if (value === undefined) return unreadable(recordKey(contract, record));
    const told = tellChange(record, withoutSchema(value));
    if (told?.row === null && told.key !== undefined)
      deletions.set(`${partition} ${record.offset}`, told.key);
    return told;
  });
}
