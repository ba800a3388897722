import type { Contract, DerivedFrom, ProductTable, Project, Reconciliation } from '../../contract/model.ts';
import type { LineagePath } from '../statements/lineageStatement.ts';

/**
 * Every way from a contract's rows back to product tables: those that it names, and through its reconciliations those
 * that it doesn't name itself. Tables that come from a file have no source events but are behind the row all the same.
 */
export function lineagePaths(contract: Contract, project: Project): readonly LineagePath[] {
  if (contract.sql === undefined) return [];
  const direct = contract.derivedFrom.flatMap((from) => {
    const table = tableOf(from, project);
    return table === undefined ? [] : [{ table, from: from.by, by: columnOf(from) }];
  });
  const named = new Set(direct.map(({ table }) => table));
  const reconciled = contract.derivedFrom.flatMap((from) => {
    const reconciliation =
      from.kind === 'reconciliation'
        ? project.reconciliations.find(({ name }) => name === from.reconciliation)
        : undefined;
    return reconciliation === undefined ? [] : pathsVia(reconciliation, from.by, project);
  });
  return [...direct, ...reconciled.filter(({ table }) => !named.has(table))];
}

/** Only where the assertion itself has both columns; others of its SELECT are not kept. */
function pathsVia(reconciliation: Reconciliation, from: string, project: Project): LineagePath[] {
  const columns = new Set(reconciliation.fields.map(({ column }) => column));
  return reconciliation.derivedFrom.flatMap((next) => {
    const table = tableOf(next, project);
    return table === undefined || !columns.has(next.by) || !columns.has(from)
      ? []
      : [{ table, from, asserted: next.by, by: columnOf(next), via: reconciliation.name }];
  });
}

/** The product table's column that has the values of `by`. */
function columnOf(from: DerivedFrom): string {
  return from.kind === 'product' ? (from.column ?? from.by) : from.by;
}

function tableOf(from: DerivedFrom, project: Project): ProductTable | undefined {
  if (from.kind !== 'product') return undefined;
  return project.products
    .find(({ name }) => name === from.product)
    ?.tables.find(({ table }) => table === from.table);
}
