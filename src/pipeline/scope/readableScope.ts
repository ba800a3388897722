import type { Transaction } from '../../storage/Database.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import type { Scope } from './Scope.ts';

/** Types that a SELECT can make of texts which are not all values of it; others are the same on both sides, see `areFoundAlike`. */
const madeOfText = /^(uuid|smallint|integer|bigint|boolean)$/;

/** Those of the touched values that a column of this type can have: no row has the others. */
export async function readableValues(
  transaction: Transaction,
  values: readonly string[],
  type: string,
): Promise<readonly string[]> {
  if (!madeOfText.test(type)) return values;
  const rows = await transaction.query<{ value: string }>({
    text: 'select value from unnest($1::text[]) as t (value) where pipeline.is_value(value, $2)',
    values: [values, type],
  });
  return rows.map(({ value }) => value);
}

/**
 * The scope without values that a column of the SELECT cannot have: what leads to its rows may hold texts of which the SELECT makes
 * numbers where it can.
 */
export async function readableScope(
  transaction: Transaction,
  columns: readonly NamedColumn[],
  scope: Scope,
): Promise<Scope> {
  if (scope.kind === 'ALL') return scope;
  const by = [];
  for (const { column, values } of scope.by) {
    const type = columns.find(({ name }) => name === column)?.type ?? '';
    by.push({ column, values: await readableValues(transaction, values, type) });
  }
  return { ...scope, by };
}
