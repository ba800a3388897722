import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import { keepsExactNumbers } from '../../src/query/selection/keepsExactNumbers.ts';
import { textName, type ReadColumns } from '../../src/query/statements/ReadColumns.ts';

/** What a selection needs of a row and a record does not tell; undefined where it tells all. */
export function missingColumns(
  access: ContractAccess,
  { values, texts }: ReadColumns,
  told: Readonly<Record<string, unknown>>,
): ReadColumns | undefined {
  const missingValues = [...values].filter((column) => !Object.hasOwn(told, column));
  const missingTexts = [...texts].filter(
    (column) => !Object.hasOwn(told, textName(column)) && !isExact(access, column),
  );
  return missingValues.length + missingTexts.length === 0
    ? undefined
    : { values: new Set(missingValues), texts: new Set(missingTexts) };
}

/** Numbers of a record were parsed exactly, wherever they stand. */
function isExact({ fields }: ContractAccess, column: string): boolean {
  return [...fields.values()].some((one) => one.field.column === column && keepsExactNumbers(one));
}
