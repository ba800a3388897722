import type { Contract, ContractField } from '../../src/contract/model.ts';
import { revisionColumn } from '../../src/query/selection/metaColumns.ts';
import { textName } from '../../src/query/statements/ReadColumns.ts';
import type { RowValues } from '../../src/query/where/matchesCondition.ts';

/** Scalars that Postgres writes as text exactly as they are on the wire. */
const sameText: ReadonlySet<string> = new Set(['ID', 'String', 'Int', 'BigInt', 'Date']);

function textOf({ type }: ContractField, value: unknown): string | undefined {
  const isSame = !type.list && (type.kind === 'ENUM' || sameText.has(type.name));
  return isSame && (typeof value === 'string' || typeof value === 'number') ? String(value) : undefined;
}

/** A row of a record as if its columns had been read from the serving table; without those that are no fields, and fields that it does not hold. */
export function recordColumns(
  { fields }: Contract,
  row: RowValues,
  revision: string | null,
): Readonly<Record<string, unknown>> {
  const columns: Record<string, unknown> = {};
  for (const field of fields) {
    const value = row[field.name];
    if (value === undefined) continue;
    columns[field.column] = value;
    const text = textOf(field, value);
    if (text !== undefined) columns[textName(field.column)] = text;
  }
  columns[revisionColumn] = revision;
  return columns;
}
