import type { Contract, ContractField } from '../../src/contract/model.ts';
import { revisionColumn } from '../../src/query/selection/metaColumns.ts';
import { textName } from '../../src/query/statements/ReadColumns.ts';
import type { RowValues } from '../../src/query/where/matchesCondition.ts';

/** Scalars that Postgres writes as text exactly as they are on the wire. */
const sameText: ReadonlySet<string> = new Set(['ID', 'String', 'Int', 'BigInt', 'Date']);

function texts({ column, type }: ContractField, value: unknown): readonly (readonly [string, unknown])[] {
  const isSame = !type.list && (type.kind === 'ENUM' || sameText.has(type.name));
  if (!isSame || (typeof value !== 'string' && typeof value !== 'number')) return [];
  return [[textName(column), String(value)]];
}

/** A row of a record as if its columns had been read from the serving table; without those that are no fields, and fields that it does not hold. */
export function recordColumns(
  { fields }: Contract,
  row: RowValues,
  revision: string | null,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries<unknown>([
    ...fields.flatMap((field) => {
      const value = row[field.name];
      if (value === undefined) return [];
      return [[field.column, value] as const, ...texts(field, value)];
    }),
    [revisionColumn, revision],
  ]);
}
