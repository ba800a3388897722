import type { SqlStatement } from '../../storage/Database.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteName } from '../../storage/quoteName.ts';
import type { Scope } from './Scope.ts';

/** Condition on a column of `alias` that holds for the values that the placeholder of that number gives as texts. */
export function isTouched(alias: string, { name, type }: NamedColumn, placeholder = 1): string {
  return `${quoteName(alias, name)} = any ($${placeholder}::text[]::${type}[])`;
}

/**
 * The SELECTs that together give the rows of a scope, one a touched column, so that each can be answered from an index. A row
 * may come from several of them. Arrays are no columns to find rows by: they only say what an exception reaches.
 */
export function scopedSelects(
  text: string,
  columns: readonly NamedColumn[],
  scope: Scope,
): readonly SqlStatement[] {
  if (scope.kind === 'ALL') return [{ text }];
  return scope.by.flatMap(({ column, values }) => {
    const found = columns.find(({ name }) => name === column);
    if (found === undefined || found.type.endsWith('[]') || values.length === 0) return [];
    return [
      {
        text: `select * from (\n${text}\n) as selected where ${isTouched('selected', found)}`,
        values: [values],
      },
    ];
  });
}
