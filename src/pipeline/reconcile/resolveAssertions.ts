import type { Reconciliation } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { desiredColumn } from '../../storage/plan/desiredColumn.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import { comparedValue, storedValue } from '../materialize/columnExpressions.ts';
import { computeRows } from '../materialize/computeRows.ts';
import type { ReconciliationCounts } from './ReconciliationCounts.ts';

/**
 * Makes the assertion table hold what `resolve.sql` gives, touching only rows that differ.
 *
 * @throws ConcordatError PROJECT_INVALID when the SELECT does not keep what the assertion declares.
 */
export async function resolveAssertions(
  transaction: Transaction,
  reconciliation: Reconciliation,
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
    types: (type) => types.get(type),
  });
  const table = quoteName('reconciliation', name);
  const sameKey = key
    .map(({ column }) => `${quoteName('n', column)} = ${quoteName('t', column)}`)
    .join(' and ');
  const differs = `(${columns.map((column) => comparedValue('t', column)).join(', ')}) is distinct from (${columns.map((column) => comparedValue('n', column)).join(', ')})`;
  const assignments = columns.map((column) => `${quoteName(column.name)} = ${storedValue('n', column)}`);
  await transaction.execute({
    text: `delete from ${table} t where not exists (select from computed n where ${sameKey})`,
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
  await transaction.script(`drop table computed; analyze ${table}`);
  return { assertions: count?.assertions ?? 0, setAside };
}
