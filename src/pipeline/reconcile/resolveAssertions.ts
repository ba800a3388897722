import type { Project, Reconciliation } from '../../contract/model.ts';
import type { SqlStatement, Transaction } from '../../storage/Database.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { desiredColumn } from '../../storage/plan/desiredColumn.ts';
import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import { derivedFromColumns } from '../../storage/plan/desiredIndexes.ts';
import { keyText } from '../../query/sql/keyText.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import { comparedValue, storedValue } from '../materialize/columnExpressions.ts';
import type { Computation, Refused } from '../materialize/Computation.ts';
import { computeRows } from '../materialize/computeRows.ts';
import { recordSetAside } from '../materialize/recordSetAside.ts';
import { selectedColumns } from '../../storage/plan/typeNames.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { movingSources } from '../../storage/plan/movingSources.ts';
import { reachStored, type StoredRows } from '../scope/reachStored.ts';
import type { Scope, TouchedColumn } from '../scope/Scope.ts';
import { traceAssertions } from '../trace/traceAssertions.ts';
import type { ReconciliationCounts } from './ReconciliationCounts.ts';

function sameKey(keys: readonly string[], left: string, right: string): string {
  return keys.map((column) => `${quoteName(left, column)} = ${quoteName(right, column)}`).join(' and ');
}

/** The keys of the rows that differ, with the columns that others are derived by, as they are and as they were. */
function changedText(
  keys: readonly string[],
  columns: readonly DesiredColumn[],
  { from, values }: StoredRows,
  noted: readonly DesiredColumn[],
): SqlStatement {
  const notedTexts = (alias: string): string =>
    noted.map(({ name, type }) => keyText(quoteName(alias, name), type)).join(', ');
  const first = keys[0] ?? '';
  const [isGone, isNew] = [`${quoteName('n', first)} is null`, `${quoteName('t', first)} is null`];
  const compared = (alias: string): string =>
    columns.map((column) => comparedValue(alias, column)).join(', ');
  const selected = [
    ...keys.map(
      (column) => `coalesce(${quoteName('n', column)}, ${quoteName('t', column)}) as ${quoteName(column)}`,
    ),
    `not (${isGone}) as _is_now, not (${isNew}) as _was_before`,
    `array[${notedTexts('n')}]::text[] as _noted_now`,
    `array[${notedTexts('t')}]::text[] as _noted_before`,
  ];
  const text = `
    create temporary table changed on commit drop as
    select ${selected.join(', ')}
    from computed n full join ${from} t on ${sameKey(keys, 'n', 't')}
    where ${isGone} or ${isNew} or (${compared('t')}) is distinct from (${compared('n')})`;
  return { text, values };
}

async function noteTouched(transaction: Transaction, name: string, noted: readonly string[]): Promise<void> {
  await transaction.execute({
    text: `insert into touched
      select $1, c.name, v.value from changed r
      cross join unnest($2::text[]) with ordinality c (name, place)
      cross join lateral (values (r._noted_now[c.place]), (r._noted_before[c.place])) v (value)
      where v.value is not null`,
    values: [touchedRelation('reconciliation', name), noted],
  });
}

async function writeChanged(
  transaction: Transaction,
  table: string,
  keys: readonly string[],
  columns: readonly DesiredColumn[],
): Promise<void> {
  const names = quoteNames(columns.map((column) => column.name));
  const values = columns.map((column) => storedValue('n', column));
  const assignments = columns.map((column, index) => `${quoteName(column.name)} = ${values[index] ?? ''}`);
  const changed = `changed c join computed n on ${sameKey(keys, 'n', 'c')}`;
  await transaction.execute({
    text: `delete from ${table} t using changed c where not c._is_now and ${sameKey(keys, 't', 'c')}`,
  });
  await transaction.execute({
    text: `update ${table} t set ${assignments.join(', ')} from ${changed}
      where c._is_now and c._was_before and ${sameKey(keys, 't', 'c')}`,
  });
  await transaction.execute({
    text: `insert into ${table} (${names}) select ${values.join(', ')} from ${changed} where c._is_now and not c._was_before`,
  });
}

/** What a derivation did to assertions. */
interface Resolved extends Pick<ReconciliationCounts, 'assertions' | 'setAside' | 'unreached'> {
  /** By what changes reach assertions that changed, or may have, beside those in scope: exceptions may rest on them. */
  readonly siblings: readonly TouchedColumn[];
}

/**
 * Makes the assertion table hold what `resolve.sql` gives, touching only rows that differ.
 *
 * @throws ConcordatError PROJECT_INVALID when the SELECT does not keep what the assertion declares.
 */
export async function resolveAssertions(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
  scope: Scope,
  refuses: Refused = 'NONE',
): Promise<Resolved> {
  const { name, fields, key, types, resolveSql } = reconciliation;
  const columns = fields.map((field) => desiredColumn(field, key.includes(field)));
  const table = quoteName('reconciliation', name);
  const selected = await selectedColumns(transaction, resolveSql.text);
  const computation: Computation = {
    subject: `reconciliation ${name}`,
    table,
    answerable: reconciliation.owner,
    sql: resolveSql,
    ...{ selected, columns, fields, key, scope, refuses },
    isServed: false,
    reach: reconciliation.derivedFrom.map(({ by }) => by),
    movingReach: movingSources(project, reconciliation.derivedFrom).map(({ by }) => by),
    indexes: reconciliation.derivedFrom.map(({ by }) => [by]),
    types: (type) => types.get(type),
  };
  const { rows, unreached, hasAside, siblings } = await computeRows(transaction, computation);
  const setAside = hasAside ? await recordSetAside(transaction, computation) : [];
  const keys = key.map(({ column }) => column);
  const stored = reachStored(computation, scope, siblings !== undefined);
  const notedColumns = derivedFromColumns(project, { reconciliation: name }).flatMap(
    (column) => columns.find((candidate) => candidate.name === column) ?? [],
  );
  const noted = notedColumns.map((column) => column.name);
  const changed = await transaction.execute(changedText(keys, columns, stored, notedColumns));
  if (changed > 0) {
    await analyzeRows(transaction, 'changed', changed);
    if (scope.kind === 'TOUCHED') await noteTouched(transaction, name, noted);
    if (scope.kind === 'TOUCHED' && scope.isTraced) {
      await traceAssertions(transaction, reconciliation, columns, noted);
    }
    await writeChanged(transaction, table, keys, columns);
  }
  await transaction.script('drop table if exists computed, changed, sibling');
  if (scope.kind === 'ALL') await transaction.script(`analyze ${table}`);
  return { assertions: rows, setAside, unreached, siblings: siblings ?? [] };
}
