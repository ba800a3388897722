import type { Contract } from '../../../contract/model.ts';
import type { DecodeRecord } from '../decodeRecord.ts';
import { parseRow } from '../parseRow.ts';
import { byFieldNames, withoutSchema } from './byFieldNames.ts';
import { tellByKey } from './recordKey.ts';
import { decodeTold } from './Told.ts';

/** A team's own topic of plain JSON: the row by the record's key, a tombstone where it is gone. Nobody says how the row was before. */
export function decodeJson(contract: Contract): DecodeRecord {
  return decodeTold((record) => {
    const value = record.value === null ? null : parseRow(record.value);
    const row = value ? byFieldNames(contract.fields, withoutSchema(value)) : value;
    return tellByKey(contract, record, row);
  });
}
