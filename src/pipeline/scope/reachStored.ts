import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import type { Scope, TouchedColumn } from './Scope.ts';
import { isTouched } from './scopedSelects.ts';

/** A table whose rows are compared with what was computed. */
export interface StoredTable {
  /** Quoted. */
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly DesiredColumn[];
}

/** Something to select from, with the values of its `$1` … placeholders. */
export interface StoredRows {
  readonly from: string;
  readonly values: readonly unknown[];
}

/**
 * Whether rows with a computed key are among those with a touched value: by no other columns than the key's have rows been
 * computed.
 */
function isWithinTouched({ key, columns }: StoredTable, by: readonly TouchedColumn[]): boolean {
  return by.every(({ column }) => key.includes(column) || !columns.some(({ name }) => name === column));
}

/**
 * The stored rows that stand against those in the temporary table `computed`: the whole table, or those that have a computed key or a
 * touched value. Each way to a row is a SELECT of its own, so that each can be answered from an index.
 */
export function reachStored(table: StoredTable, scope: Scope): StoredRows {
  const { name, key, columns } = table;
  if (scope.kind === 'ALL') return { from: name, values: [] };
  const touched = scope.by.flatMap(({ column, values }) => {
    const stored = columns.find((candidate) => candidate.name === column);
    return stored === undefined || stored.type.endsWith('[]') ? [] : [{ stored, values }];
  });
  const sameKey = key.map((column) => `${quoteName('n', column)} = ${quoteName('t', column)}`).join(' and ');
  const ways = [
    ...touched.map(
      ({ stored }, index) => `select t.* from ${name} t where ${isTouched('t', stored, index + 1)}`,
    ),
    ...(isWithinTouched(table, scope.by) ? [] : [`select t.* from computed n join ${name} t on ${sameKey}`]),
  ];
  const all = ways.length === 0 ? `select * from ${name} where false` : ways.join(' union all ');
  return {
    from: ways.length > 1 ? `(select distinct on (${quoteNames(key)}) * from (${all}) w)` : `(${all})`,
    values: touched.map(({ values }) => values),
  };
}
