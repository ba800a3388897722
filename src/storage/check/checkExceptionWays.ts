import type { DerivedFrom, ProductTable, Project, Reconciliation } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { isReferenceTable } from '../plan/desiredTables.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { aboutColumns } from './aboutColumns.ts';
import { checkTypes } from './checkTypes.ts';
import type { PlanNode } from './explainPlan.ts';
import { isAlwaysNull } from './outputsOf.ts';
import type { ReadRelation } from './treeReads.ts';

/** What is known of the SELECT of `exceptions.sql`. */
export interface ExceptionsSelect {
  readonly columns: readonly NamedColumn[];
  readonly relations: readonly ReadRelation[];
  /** Undefined where Postgres makes none. */
  readonly plan: PlanNode | undefined;
}

/** What `@derivedFrom` names that can change and that exceptions rest on: read by their SELECT, or by the one of assertions that it reads. */
function sourcesOf(
  { name, derivedFrom }: Reconciliation,
  { products }: Project,
  relations: readonly ReadRelation[],
): readonly { readonly table: ProductTable; readonly from: DerivedFrom }[] {
  const tables = products.flatMap((product) => product.tables);
  const isRead = (schema: string, table: string): boolean =>
    relations.some((relation) => relation.schema === schema && relation.name === table);
  const readsOwn = isRead('reconciliation', name);
  return derivedFrom.flatMap((from) => {
    if (from.kind !== 'product') return [];
    const table = tables.find(
      (candidate) => candidate.product === from.product && candidate.table === from.table,
    );
    if (table === undefined || isReferenceTable(table)) return [];
    return readsOwn || isRead(table.product, table.table) ? [{ table, from }] : [];
  });
}

/** Checks that what exceptions rest on leads to them by a column of one value: else no change would open any. */
export function checkExceptionWays(
  reconciliation: Reconciliation,
  project: Project,
  { columns, relations, plan }: ExceptionsSelect,
): readonly Problem[] {
  const { place, exceptionsSql } = reconciliation;
  const sources = sourcesOf(reconciliation, project, relations);
  const known = aboutColumns(columns).filter(({ type }) => !type.endsWith('[]'));
  const problem = ({ table, from: { by } }: (typeof sources)[number], what: string): Problem => ({
    ...place,
    rule: 'exception-derived-from',
    message: `@derivedFrom goes from ${table.product}.${table.table} by ${by}, which is ${what} in ${exceptionsSql.file}: changes by it would open no exception.`,
    fix: `Add ${by} to exceptions.sql as well, with the row's value and null only where a row has none; a list only says what an exception concerns, and \`kind\` and \`detail\` are its own.`,
  });
  const missing = sources.flatMap((source) => {
    const { by } = source.from;
    if (!known.some(({ name }) => name === by)) return [problem(source, 'no column of one value')];
    const index = columns.findIndex(({ name }) => name === by);
    return plan !== undefined && isAlwaysNull(plan, index) ? [problem(source, 'null in every row')] : [];
  });
  return [
    ...missing,
    // Also of what they do not rest on: all that is touched looks for exceptions by the columns that they have.
    ...checkTypes(place, exceptionsSql, known, reconciliation.derivedFrom, project),
  ];
}
