import type { SqlStatement } from '../../storage/Database.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteName } from '../../storage/quoteName.ts';
import type { Scope, TouchedColumn } from './Scope.ts';

/** Condition on a column of `alias` that holds for the values that the placeholder of that number gives as texts. */
export function isTouched(alias: string, { name, type }: NamedColumn, placeholder = 1): string {
  return `${quoteName(alias, name)} = any ($${placeholder}::text[]::${type}[])`;
}

/** A column that rows are found by, with the values. Arrays are none: they only say what an exception reaches. */
interface Way {
  readonly column: NamedColumn;
  readonly values: readonly string[];
}

/** The touched columns that a table or SELECT has. */
export function touchedWays(columns: readonly NamedColumn[], by: readonly TouchedColumn[]): readonly Way[] {
  return by.flatMap(({ column: name, values }) => {
    const column = columns.find((candidate) => candidate.name === name);
    return column === undefined || column.type.endsWith('[]') || values.length === 0
      ? []
      : [{ column, values }];
  });
}

/**
 * The SELECTs that together give each row of a scope once, one a touched column, so that each can be answered from an index: a row that
 * several touched columns lead to is in the first one's.
 */
export function scopedSelects(
  text: string,
  columns: readonly NamedColumn[],
  scope: Scope,
): readonly SqlStatement[] {
  if (scope.kind === 'ALL') return [{ text }];
  const ways = touchedWays(columns, scope.by);
  return ways.map(({ column, values }, index) => {
    const earlier = ways.slice(0, index);
    const isIn = [
      isTouched('selected', column),
      ...earlier.map((way, at) => `(${isTouched('selected', way.column, at + 2)}) is not true`),
    ];
    return {
      text: `select * from (\n${text}\n) as selected where ${isIn.join(' and ')}`,
      values: [values, ...earlier.map((way) => way.values)],
    };
  });
}
