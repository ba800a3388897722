import type { Transaction } from '../../storage/Database.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { reachStored } from '../scope/reachStored.ts';
import { besideTouched, type TouchedColumn, type TouchedScope, widened } from '../scope/Scope.ts';
import { isTouched, scopedSelects, touchedWays } from '../scope/scopedSelects.ts';
import type { Computation } from './Computation.ts';
import { concernedAside } from './concernedAside.ts';
import { insertComputed } from './insertComputed.ts';
import { reachedBy } from './leftOut.ts';

/** By columns of the key alone all rows that a key could have are computed together, unless several of their values become one. */
function isByKey({ key, columns, selected }: Computation, by: readonly TouchedColumn[]): boolean {
  return touchedWays(columns, by).every(
    ({ column: { name, type } }) =>
      key.some(({ column }) => column === name) &&
      selected.some((column) => column.name === name && column.type === type),
  );
}

function typeOf(columns: readonly NamedColumn[], name: string): string {
  return columns.find((column) => column.name === name)?.type ?? 'text';
}

const and = (conditions: readonly string[]): string => conditions.join(' and ');

/** Makes `sibling` of the rows that no touched value leads to and whose key may be that of one that is computed; returns how many. */
async function findSiblings(transaction: Transaction, computation: Computation, scope: TouchedScope) {
  const { key, columns, table } = computation;
  const aside = concernedAside(computation);
  const typed = key.map(({ column }, index) => {
    return `(a.key ->> ${index})::${typeOf(columns, column)} as ${quoteName(column)}`;
  });
  const touched = touchedWays(columns, scope.by).map(({ column }, at) => isTouched('t', column, 2 * at + 3));
  return transaction.execute({
    text: `create temporary table sibling on commit drop as
      select ${typed.join(', ')}, a.reached_by as _reached_by from contract.set_aside a where ${aside.text}
      union all
      select ${storedSibling(computation)} from computed n join ${table} t on ${and(sameKey(key))}
      where (${touched.join(' or ')}) is not true`,
    values: aside.values,
  });
}

function storedSibling(computation: Computation): string {
  const key = computation.key.map(({ column }) => quoteName('t', column)).join(', ');
  return `${key}, ${reachedBy('t', computation)}`;
}

function sameKey(key: Computation['key']): readonly string[] {
  return key.map(({ column }) => `${quoteName('n', column)} = ${quoteName('t', column)}`);
}

/**
 * Adds to `sibling` the rows that a touched value led to and that are computed no more as they were: the SELECT may give them still, without
 * that value, as when a row that it joins has gone. Returns how many.
 */
async function findLeft(transaction: Transaction, computation: Computation, scope: TouchedScope) {
  const { key, columns, movingReach } = computation;
  const others = movingReach.filter((name) => columns.some((column) => column.name === name));
  // By one column alone it would not be found again.
  if (others.every((name) => scope.by.every(({ column }) => column === name))) return 0;
  const sameReach = others.map(
    (name) => `${quoteName('n', name)}::text is not distinct from ${quoteName('t', name)}::text`,
  );
  const { from, values } = reachStored(computation, scope, false);
  return transaction.execute({
    text: `insert into sibling select ${storedSibling(computation)} from ${from} t
      where not exists (select from computed n where ${and([...sameKey(key), ...sameReach])})`,
    values,
  });
}

const reachText = `
  select e.key as "column", array_agg(distinct v.value) as "values"
  from sibling cross join jsonb_each(_reached_by) e cross join jsonb_array_elements_text(e.value) v (value)
  where v.value is not null and e.key = any ($1::text[]) group by e.key order by e.key`;

/** By what changes reach the rows in `sibling`, beside what is touched: rows that only reference data leads to are in no table. */
async function siblingReach(
  transaction: Transaction,
  { movingReach }: Computation,
  scope: TouchedScope,
): Promise<readonly TouchedColumn[]> {
  return besideTouched(
    scope,
    await transaction.query<TouchedColumn & object>({ text: reachText, values: [movingReach] }),
  );
}

/**
 * Adds to `computed` the rows that no touched value leads to and that have the key of a row that is computed now, or had: it takes all rows
 * of a key to see that there are several, or only one any more, and a row that a touched value led to may be there still without it. They are
 * found by what is stored of them, or set aside. Their keys are in the temporary table `sibling` if there are any. No other batch may
 * be at rows of the same keys; see `lockKeys`.
 *
 * @returns rows added, and by what changes reach the siblings; undefined where there is no `sibling`
 * @throws ConcordatError PROJECT_INVALID where the SELECT fails
 */
export async function addSiblings(
  transaction: Transaction,
  computation: Computation,
): Promise<{ readonly rows: number; readonly reach: readonly TouchedColumn[] } | undefined> {
  const { scope, sql, selected, key, columns } = computation;
  if (scope.kind === 'ALL' || isByKey(computation, scope.by)) return undefined;
  const siblings =
    (await findSiblings(transaction, computation, scope)) + (await findLeft(transaction, computation, scope));
  if (siblings === 0) {
    await transaction.script('drop table sibling');
    return undefined;
  }
  await analyzeRows(transaction, 'sibling', siblings);
  const names = key.map(({ column }) => column);
  // Of the declared types, as the table has them: the SELECT's may be others.
  const typed = names.map((name) => `${quoteName('again', name)}::${typeOf(columns, name)}`);
  const reach = await siblingReach(transaction, computation, scope);
  const known = scopedSelects(sql.text, selected, scope).length;
  const selects = scopedSelects(sql.text, selected, widened(scope, reach)).slice(known);
  const rows = await insertComputed(
    transaction,
    computation,
    selects.map(({ text, values = [] }) => ({
      text: `select * from (\n${text}\n) as again where (${typed.join(', ')}) in (select ${quoteNames(names)} from sibling)`,
      values,
    })),
  );
  return { rows, reach };
}
