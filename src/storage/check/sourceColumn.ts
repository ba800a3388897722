import type { DerivedFrom, Project } from '../../contract/model.ts';
import type { DesiredColumn } from '../plan/DesiredTable.ts';
import { desiredColumn } from '../plan/desiredColumn.ts';

/** A column that `@derivedFrom` leads from. */
export interface SourceColumn extends DesiredColumn {
  /** Its table, as SQL names it. */
  readonly table: string;
}

/** The column that `@derivedFrom` leads from; undefined where only `exceptions.sql` has it. */
export function sourceColumn(from: DerivedFrom, project: Project): SourceColumn | undefined {
  const { table, fields, name } =
    from.kind === 'product'
      ? {
          table: `${from.product}.${from.table}`,
          fields: project.products
            .flatMap(({ tables }) => tables)
            .find((candidate) => candidate.product === from.product && candidate.table === from.table)
            ?.fields,
          name: from.column ?? from.by,
        }
      : {
          table: `reconciliation.${from.reconciliation}`,
          fields: project.reconciliations.find((candidate) => candidate.name === from.reconciliation)?.fields,
          name: from.by,
        };
  const field = fields?.find(({ column }) => column === name);
  return field && { ...desiredColumn(field, false), table };
}
