import type { Project, Reconciliation } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { desiredColumn } from '../../storage/plan/desiredColumn.ts';
import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import { derivedFromColumns } from '../../storage/plan/desiredIndexes.ts';
import { quoteName, quoteNames, quoteText } from '../../storage/quoteName.ts';
import { comparedValue, storedValue } from '../materialize/columnExpressions.ts';
import { computeRows } from '../materialize/computeRows.ts';
import { dropReached, reachStored, withinReach } from '../scope/reachStored.ts';
import type { Scope } from '../scope/Scope.ts';
import type { ReconciliationCounts } from './ReconciliationCounts.ts';

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
): Promise<Pick<ReconciliationCounts, 'assertions' | 'setAside'>> {
  const { name, fields, key, types, resolveSql } = reconciliation;
  const columns = fields.map((field) => desiredColumn(field, key.includes(field)));
  const setAside = await computeRows(transaction, {
    owner: `reconciliation ${name}`,
    sql: resolveSql,
    columns,
    fields,
    key,
    indexes: reconciliation.derivedFrom.map(({ by }) => [by]),
    scope,
    types: (type) => types.get(type),
  });
  const table = quoteName('reconciliation', name);
  const sameKey = key
    .map(({ column }) => `${quoteName('n', column)} = ${quoteName('t', column)}`)
    .join(' and ');
  const differs = `(${columns.map((column) => comparedValue('t', column)).join(', ')}) is distinct from (${columns.map((column) => comparedValue('n', column)).join(', ')})`;
  const assignments = columns.map((column) => `${quoteName(column.name)} = ${storedValue('n', column)}`);
  const keys = key.map(({ column }) => column);
  const stored = await reachStored(transaction, { name: table, key: keys, columns }, scope);
  const noted = derivedFromColumns(project, { reconciliation: name }).filter((column) =>
    columns.some((candidate) => candidate.name === column),
  );
  if (scope.kind === 'TOUCHED' && noted.length > 0) {
    const values = noted.flatMap((column) =>
      ['n', 't'].map((alias) => `(${quoteText(column)}, ${quoteName(alias, column)}::text)`),
    );
    await transaction.execute({
      text: `insert into touched select $1, v.c, v.x
        from computed n full join ${stored} t on ${sameKey} cross join lateral (values ${values.join(', ')}) v (c, x)
        where ${differs} and v.x is not null`,
      values: [touchedRelation('reconciliation', name)],
    });
  }
  await transaction.execute({
    text: `delete from ${table} t where ${withinReach('t', keys, scope)} and not exists (select from computed n where ${sameKey})`,
  });
  await transaction.execute({
    text: `update ${table} t set ${assignments.join(', ')} from computed n where ${sameKey} and ${differs}`,
  });
  await transaction.execute({
    text: `insert into ${table} (${quoteNames(columns.map((column) => column.name))})
      select ${columns.map((column) => storedValue('n', column)).join(', ')} from computed n
      where not exists (select from ${table} t where ${sameKey})`,
  });
  const [count] = await transaction.query<{ assertions: number }>({
    text: 'select count(*)::int as assertions from computed',
  });
  await transaction.script(`${dropReached}; drop table computed`);
  if (scope.kind === 'ALL') await transaction.script(`analyze ${table}`);
  return { assertions: count?.assertions ?? 0, setAside };
}
