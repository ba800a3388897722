import { isUtf8 } from 'node:buffer';
import { fitsKey } from '../../feed/record/fitsKey.ts';
import { rowKey } from '../../policy/rowKey.ts';
import { keyBytes } from '../bounds/valueBounds.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { parseKeyFields } from './parseKeyFields.ts';

/** The key of a record on a contract topic. */
export interface RecordKey {
  /** As in `contract.change`. */
  readonly key: string;
  /** JSON as in the record. */
  readonly keyFields: string;
  /** Whether a publisher writes the key with these bytes: the same JSON can be written otherwise, and is another key for Kafka. */
  readonly isOurs: boolean;
}

/** Of a key as in a record; more than what any is, also where each of its bytes is written as an escape. */
const recordKeyBytes = 64 * 1024;

/** Reads a record's key; undefined where it is none of the contract's rows. */
export function readRecordKey(bytes: Buffer, { key }: DerivedContract): RecordKey | undefined {
  if (bytes.length > recordKeyBytes || !isUtf8(bytes)) return undefined;
  const keyFields = bytes.toString('utf8');
  try {
    const fields = parseKeyFields(keyFields);
    const values = key.map(({ name }) => fields[name]);
    const isKey =
      Object.keys(fields).length === key.length && key.every((field, place) => fitsKey(field, values[place]));
    if (!isKey) return undefined;
    const size = values.reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0);
    if (size > keyBytes) return undefined;
    const written = JSON.stringify(Object.fromEntries(key.map(({ name }, place) => [name, values[place]])));
    return { key: rowKey(values), keyFields, isOurs: written === keyFields };
  } catch {
    return undefined;
  }
}
