import type { DerivedFrom } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import type { Scope } from './Scope.ts';

/**
 * Notes of what a derivation really changed: values of columns that something is derived by, as they were and as they are.
 * Triggers of products' tables take notes while the table is there.
 */
export const createTouched = `
  create temporary table touched (
    relation text collate "C", "column" text collate "C", value text collate "C"
  ) on commit drop`;

/** Values by column by relation. */
export type Touched = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** What was noted so far, of one relation or of all. */
export async function readTouched(transaction: Transaction, of?: string): Promise<Touched> {
  const rows = await transaction.query<{ relation: string; column: string; values: string[] }>({
    text: `select relation, "column", array_agg(distinct value) as "values" from touched
      where relation = coalesce($1, relation) group by relation, "column"`,
    values: [of ?? null],
  });
  const touched = new Map<string, Map<string, readonly string[]>>();
  for (const { relation, column, values } of rows) {
    const columns = touched.get(relation) ?? new Map<string, readonly string[]>();
    touched.set(relation, columns.set(column, values));
  }
  return touched;
}

/** Under which relation and column `touched` notes what something is derived from. */
export function touchedPlace(from: DerivedFrom): { readonly relation: string; readonly column: string } {
  return from.kind === 'product'
    ? { relation: touchedRelation(from.product, from.table), column: from.column ?? from.by }
    : { relation: touchedRelation('reconciliation', from.reconciliation), column: from.by };
}

/** The rows of something derived that what was touched can concern; undefined where nothing was. */
export function scopeOf(
  derivedFrom: readonly DerivedFrom[],
  touched: Touched,
  isTraced: boolean,
): Scope | undefined {
  const by = new Map<string, Set<string>>();
  for (const from of derivedFrom) {
    const { relation, column } = touchedPlace(from);
    for (const value of touched.get(relation)?.get(column) ?? []) {
      by.set(from.by, (by.get(from.by) ?? new Set()).add(value));
    }
  }
  if (by.size === 0) return undefined;
  return {
    kind: 'TOUCHED',
    isTraced,
    by: [...by].map(([column, values]) => ({ column, values: [...values] })),
  };
}
