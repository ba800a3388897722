import type { ContractField } from '../contract/model.ts';
import { toSnakeCase } from '../contract/names.ts';

/**
 * Whether a field's values are, or are made of, those under a lineage path (`product.table.field`, `reconciliation.field`):
 * its `@lineage` says so, or it has the column's name. A path may name a field as itself or as its column.
 */
export function comesFrom(field: ContractField, path: string): boolean {
  const wanted = toSnakeCase(path);
  return (
    toSnakeCase(field.name) === columnOf(wanted) || field.lineage.some((from) => toSnakeCase(from) === wanted)
  );
}

/** Whether a field's values may be those of a column of this name, of whatever table: what is named alike is taken for the same. */
export function comesFromColumn(field: ContractField, column: string): boolean {
  return [field.name, ...field.lineage].some((path) => columnOf(toSnakeCase(path)) === column);
}

function columnOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
