import type { Project } from '../../contract/model.ts';
import type { ReadRelation } from './treeReads.ts';

/** What `@derivedFrom` names. */
export interface Origin {
  readonly kind: 'product' | 'reconciliation';
  readonly name: string;
}

/** What `@derivedFrom` has to name for a table; undefined for one that it cannot name, be it the events of a product's rows. */
export function originOf(
  { schema, name }: Pick<ReadRelation, 'schema' | 'name'>,
  project: Project,
): Origin | undefined {
  if (schema === 'reconciliation') {
    return project.reconciliations.some((reconciliation) => reconciliation.name === name)
      ? { kind: 'reconciliation', name }
      : undefined;
  }
  const table = project.products
    .filter((product) => product.name === schema)
    .flatMap(({ tables }) => tables)
    .find((candidate) => candidate.table === name);
  return table === undefined ? undefined : { kind: 'product', name: `${table.product}.${table.table}` };
}
