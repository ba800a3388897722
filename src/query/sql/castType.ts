import { raw, type Sql } from 'sql-template-tag';
import { columnType } from '../../contract/columnType.ts';
import type { FieldType } from '../../contract/model.ts';

/**
 * The type to cast a parameter to. Without a collation: an explicit one would outrank the column's own and keep the
 * index of an existing table with another collation from being used.
 */
export function castType(type: FieldType): Sql {
  const [name] = columnType(type).split(' COLLATE ');
  return raw(name ?? columnType(type));
}
