import type { Contract, ContractField } from '../../../contract/model.ts';
import type { DecodeRecord } from '../decodeRecord.ts';
import { parseRow } from '../parseRow.ts';
import { byFieldNames, withoutSchema } from './byFieldNames.ts';
import { plainDecimal } from './plainDecimal.ts';
import { tellByKey } from './recordKey.ts';
import { decodeTold } from './Told.ts';

/** Connectors write Debezium's values here too, without the envelope. */
function fieldValue({ type }: ContractField, value: unknown): unknown {
  return type.name === 'Decimal' ? plainDecimal(value) : value;
}

/** A team's own topic of plain JSON: the row by the record's key, a tombstone where it is gone. Nobody says how the row was before. */
export function decodeJson(contract: Contract): DecodeRecord {
  return decodeTold((record) => {
    const value = record.value === null ? null : parseRow(record.value);
    const row = value ? byFieldNames(contract.fields, withoutSchema(value), fieldValue) : value;
    return tellByKey(contract, record, row);
  });
}
