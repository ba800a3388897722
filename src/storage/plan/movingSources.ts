import type { DerivedFrom, Project } from '../../contract/model.ts';
import { isReferenceTable } from './desiredTables.ts';

/** Without reference data: only `migrate` changes it, after which everything is derived anew. */
export function movingSources(project: Project, derivedFrom: readonly DerivedFrom[]): readonly DerivedFrom[] {
  const tables = project.products.flatMap((product) => product.tables);
  return derivedFrom.filter(
    (from) =>
      from.kind === 'reconciliation' ||
      tables.some(
        (table) => table.product === from.product && table.table === from.table && !isReferenceTable(table),
      ),
  );
}
