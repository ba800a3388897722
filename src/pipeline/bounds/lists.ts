import type { FieldType } from '../../contract/model.ts';

/** Whether a field's column is an array of Postgres: lists of objects are JSON. */
export function isArray({ list, kind }: FieldType): boolean {
  return list && kind !== 'OBJECT';
}

/** SQL that says whether an array has arrays within it: the type of a column does not keep them out. */
export function isNested(value: string): string {
  return `coalesce(array_ndims(${value}) > 1, false)`;
}
