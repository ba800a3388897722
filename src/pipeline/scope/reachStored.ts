import type { Transaction } from '../../storage/Database.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import type { Scope } from './Scope.ts';
import { isTouched } from './scopedSelects.ts';

/** A table whose rows are compared with what was computed. */
export interface StoredTable {
  /** Quoted. */
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly DesiredColumn[];
}

/**
 * The stored rows that stand against those in `computed`, as something to select from: the whole table, or those that have a
 * computed key or a touched value. Makes the temporary table `reached` for the latter, which `dropReached` drops.
 */
export async function reachStored(
  transaction: Transaction,
  { name, key, columns }: StoredTable,
  scope: Scope,
): Promise<string> {
  if (scope.kind === 'ALL') return name;
  const keys = quoteNames(key);
  await transaction.script(
    `create temporary table reached on commit drop as select ${keys} from computed;
      create unique index on reached (${keys})`,
  );
  for (const { column, values } of scope.by) {
    const stored = columns.find((candidate) => candidate.name === column);
    if (stored === undefined || stored.type.endsWith('[]')) continue;
    await transaction.execute({
      text: `insert into reached select ${keys} from ${name} t where ${isTouched('t', stored)} on conflict do nothing`,
      values: [values],
    });
  }
  await transaction.script('analyze reached');
  return `(select t.* from reached join ${name} t using (${keys}))`;
}

export const dropReached = 'drop table if exists reached';

/** Condition that limits the rows of a table to those that stand against the computed ones. */
export function withinReach(alias: string, key: readonly string[], scope: Scope): string {
  if (scope.kind === 'ALL') return 'true';
  const same = key.map((column) => `r.${quoteName(column)} = ${quoteName(alias, column)}`).join(' and ');
  return `exists (select from reached r where ${same})`;
}
