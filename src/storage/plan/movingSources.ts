import type { DerivedFrom, Project } from '../../contract/model.ts';
import { isReferenceTable } from './desiredTables.ts';

/** Without reference data, and what comes of nothing else: only `migrate` changes it, after which everything is derived anew. */
export function movingSources(project: Project, derivedFrom: readonly DerivedFrom[]): readonly DerivedFrom[] {
  const tables = project.products.flatMap((product) => product.tables);
  return derivedFrom.filter((from) => {
    if (from.kind === 'product')
      return tables.some(
        (table) => table.product === from.product && table.table === from.table && !isReferenceTable(table),
      );
    const reconciliation = project.reconciliations.find(({ name }) => name === from.reconciliation);
    return movingSources(project, reconciliation?.derivedFrom ?? []).length > 0;
  });
}
