import { columnType } from '../../contract/columnType.ts';
import type { ContractField, InternalField } from '../../contract/model.ts';
import type { DesiredColumn } from './DesiredTable.ts';

/** `timestamptz(3)` -> `timestamp(3) with time zone`: the names that the catalog gives back. */
export function catalogType(type: string): string {
  return type.replace(' COLLATE "C"', '').replace('timestamptz(3)', 'timestamp(3) with time zone');
}

/** The column of a field. Key columns are never null, whatever a product's declaration says of them. */
export function desiredColumn(field: ContractField | InternalField, isKey: boolean): DesiredColumn {
  return {
    name: field.column,
    type: catalogType(columnType(field.type)),
    notNull: isKey || field.type.nonNull,
    hidden: false,
  };
}

/** A column of the engine's own. */
export function engineColumn(name: string, type: string, notNull = true): DesiredColumn {
  return { name, type, notNull, hidden: false };
}
