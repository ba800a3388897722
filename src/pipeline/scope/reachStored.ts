import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteNames } from '../../storage/quoteName.ts';
import type { Scope } from './Scope.ts';
import { isTouched, touchedWays } from './scopedSelects.ts';

/** A table whose rows are compared with what was computed. */
export interface StoredTable {
  /** Quoted. */
  readonly table: string;
  readonly key: readonly { readonly column: string }[];
  readonly columns: readonly NamedColumn[];
}

/** Something to select from, with the values of its `$1` … placeholders. */
export interface StoredRows {
  readonly from: string;
  readonly values: readonly unknown[];
}

/**
 * The stored rows that stand against those in the temporary table `computed`: the whole table, or those that have a touched value, and
 * those whose keys are in the temporary table `sibling`. Each way to a row is a SELECT of its own, so that each can be answered from an
 * index.
 */
export function reachStored(
  { table, key, columns }: StoredTable,
  scope: Scope,
  hasSiblings: boolean,
): StoredRows {
  if (scope.kind === 'ALL') return { from: table, values: [] };
  const keys = quoteNames(key.map(({ column }) => column));
  const touched = touchedWays(columns, scope.by);
  const ways = [
    ...touched.map(
      ({ column }, index) => `select t.* from ${table} t where ${isTouched('t', column, index + 1)}`,
    ),
    ...(hasSiblings ? [`select t.* from ${table} t where (${keys}) in (select ${keys} from sibling)`] : []),
  ];
  const all = ways.length === 0 ? `select * from ${table} where false` : ways.join(' union all ');
  return {
    from: ways.length > 1 ? `(select distinct on (${keys}) * from (${all}) w)` : `(${all})`,
    values: touched.map(({ values }) => values),
  };
}
