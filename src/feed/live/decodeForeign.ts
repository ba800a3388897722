import type { Contract, ContractField } from '../../contract/model.ts';
import type { RowValues } from '../../query/where/matchesCondition.ts';
import type { TopicRecord } from '../kafka/TopicReader.ts';
import type { DecodeRecord } from './decodeRecord.ts';
import { markOf } from './markOf.ts';
import { recordBytes } from './recordBytes.ts';
import { isObject, parseRow } from './parseRow.ts';

const dayMs = 86_400_000;

/** Debezium writes a day as how many have passed since 1970: https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-temporal-types */
function fieldValue(type: string, value: unknown): unknown {
  if (type !== 'Date' || !Number.isInteger(value)) return value;
  const day = new Date(Number(value) * dayMs);
  return Number.isNaN(day.getTime()) ? value : day.toISOString().slice(0, 10);
}

/** Fields under their GraphQL names, where a team's own records have them under those or under the names of their columns. */
function byFieldNames(fields: readonly ContractField[], values: RowValues): RowValues {
  return Object.fromEntries(
    fields.flatMap(({ name, column, type }) => {
      const value = Object.hasOwn(values, name) ? values[name] : values[column];
      return value === undefined ? [] : [[name, fieldValue(type.name, value)] as const];
    }),
  );
}

/** What Kafka Connect's JsonConverter writes around a value when it writes the schema with it. */
function withoutSchema(values: RowValues): RowValues {
  const { payload } = values;
  return isObject(payload) && Object.hasOwn(values, 'schema') && Object.keys(values).length === 2
    ? payload
    : values;
}

function keyOf({ key }: Contract, sources: readonly (RowValues | null | undefined)[]): RowValues | undefined {
  for (const source of sources) {
    if (source === null || source === undefined) continue;
    const named = byFieldNames(key, source);
    if (key.every(({ name }) => named[name] !== undefined && named[name] !== null)) return named;
  }
  return undefined;
}

/** The key of a record that is no JSON object: the text of the one key field. */
function plainKey({ key }: Contract, record: TopicRecord): RowValues | undefined {
  const [only, ...others] = key;
  if (record.key === null || only === undefined || others.length > 0) return undefined;
  return { [only.name]: record.key.toString('utf8') };
}

interface Told {
  readonly key: RowValues | undefined;
  readonly row: RowValues | null;
  readonly before: RowValues | null | undefined;
}

function decodeWith(tell: (record: TopicRecord) => Told | undefined): DecodeRecord {
  return (partition, record) => {
    const told = tell(record);
    if (told?.key === undefined) return undefined;
    return {
      ...{ partition, offset: record.offset, key: told.key, revision: null, row: told.row },
      before: told.before,
      committedAt: new Date(record.timestamp).toISOString(),
      mark: markOf(record),
      bytes: recordBytes(record),
    };
  };
}

function recordKey(contract: Contract, record: TopicRecord): RowValues | null | undefined {
  const parsed = record.key === null ? undefined : parseRow(record.key);
  return parsed === undefined ? plainKey(contract, record) : withoutSchema(parsed);
}

/** A team's own topic of plain JSON: the row by the record's key, a tombstone where it is gone. Nobody says how the row was before. */
export function decodeJson(contract: Contract): DecodeRecord {
  return decodeWith((record) => {
    const value = record.value === null ? null : parseRow(record.value);
    if (value === undefined) return undefined;
    const row = value === null ? null : byFieldNames(contract.fields, withoutSchema(value));
    return { key: keyOf(contract, [recordKey(contract, record), row]), row, before: undefined };
  });
}

/** A team's own topic of Debezium's changes; its tombstones say nothing that the delete before did not say. */
export function decodeDebezium(contract: Contract): DecodeRecord {
  return decodeWith((record) => {
    const value = record.value === null ? undefined : parseRow(record.value);
    if (value === undefined) return undefined;
    const { op, before, after } = withoutSchema(value);
    if (op !== 'c' && op !== 'r' && op !== 'u' && op !== 'd') return undefined;
    const row = isObject(after) && op !== 'd' ? byFieldNames(contract.fields, after) : null;
    const was = isObject(before) ? byFieldNames(contract.fields, before) : undefined;
    return {
      key: keyOf(contract, [row, was, recordKey(contract, record)]),
      row,
      before: was ?? (op === 'c' || op === 'r' ? null : undefined),
    };
  });
}
