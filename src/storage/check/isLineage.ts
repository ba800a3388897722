import type { Project } from '../../contract/model.ts';
import { eventsTableName } from '../plan/desiredTables.ts';
import type { ReadRelation } from './treeReads.ts';

/** Whether a table holds the events of the rows of one of the products' tables: `…__event`. */
export function isLineage(
  { schema, name }: Pick<ReadRelation, 'schema' | 'name'>,
  { products }: Pick<Project, 'products'>,
): boolean {
  return products.some(
    (product) =>
      product.name === schema && product.tables.some(({ table }) => eventsTableName(table) === name),
  );
}
