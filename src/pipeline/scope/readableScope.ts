import type { Transaction } from '../../storage/Database.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import type { Scope } from './Scope.ts';

/** Types that a SELECT can make of texts which are not all values of it; others must be the same on both sides, see `areFoundAlike`. */
const madeOfText = /^(uuid|smallint|integer|bigint|boolean)$/;

/**
 * The scope without values that a column of the SELECT cannot have: what leads to its rows may hold texts of which the SELECT makes
 * numbers where it can, and no row has the others.
 */
export async function readableScope(
  transaction: Transaction,
  columns: readonly NamedColumn[],
  scope: Scope,
): Promise<Scope> {
  if (scope.kind === 'ALL') return scope;
  const by = [];
  for (const touched of scope.by) {
    const type = columns.find(({ name }) => name === touched.column)?.type ?? '';
    if (!madeOfText.test(type)) {
      by.push(touched);
      continue;
    }
    const rows = await transaction.query<{ value: string }>({
      text: 'select value from unnest($1::text[]) as t (value) where pipeline.is_value(value, $2)',
      values: [touched.values, type],
    });
    by.push({ ...touched, values: rows.map(({ value }) => value) });
  }
  return { ...scope, by };
}
