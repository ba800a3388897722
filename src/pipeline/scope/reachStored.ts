import type { Transaction } from '../../storage/Database.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { quoteName } from '../../storage/quoteName.ts';
import type { Scope, TouchedColumn } from './Scope.ts';
import { isTouched } from './scopedSelects.ts';

/** A table whose rows are compared with what was computed. */
export interface StoredTable {
  /** Quoted. */
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly DesiredColumn[];
}

/**
 * Whether rows with a computed key are among those with a touched value: by no other columns than the key's have rows been
 * computed.
 */
function isWithinTouched({ key, columns }: StoredTable, by: readonly TouchedColumn[]): boolean {
  return by.every(({ column }) => key.includes(column) || !columns.some(({ name }) => name === column));
}

/**
 * The stored rows that stand against those in `computed`, as the name of something to select from: the whole table, or those
 * that have a computed key or a touched value. Makes the temporary table `reached` for the latter, which `dropReached` drops.
 */
export async function reachStored(
  transaction: Transaction,
  table: StoredTable,
  scope: Scope,
): Promise<string> {
  const { name, key, columns } = table;
  if (scope.kind === 'ALL') return name;
  const sameKey = (left: string, right: string): string =>
    key.map((column) => `${quoteName(left, column)} = ${quoteName(right, column)}`).join(' and ');
  const isNew = `not exists (select from reached r where ${sameKey('r', 't')})`;
  await transaction.script(`create temporary table reached (like ${name}) on commit drop`);
  for (const [index, { column, values }] of scope.by.entries()) {
    const stored = columns.find((candidate) => candidate.name === column);
    if (stored === undefined || stored.type.endsWith('[]')) continue;
    await transaction.execute({
      text: `insert into reached select t.* from ${name} t where ${isTouched('t', stored)} ${index === 0 ? '' : `and ${isNew}`}`,
      values: [values],
    });
  }
  await transaction.script('analyze reached');
  if (!isWithinTouched(table, scope.by)) {
    await transaction.script(
      `insert into reached select t.* from computed n join ${name} t on ${sameKey('n', 't')} where ${isNew}; analyze reached`,
    );
  }
  return 'reached';
}

export const dropReached = 'drop table if exists reached';
