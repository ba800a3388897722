import sql, { raw, type Sql } from 'sql-template-tag';
import type { ContractField, FieldType } from '../../contract/model.ts';
import { identifier } from './identifier.ts';

/**
 * A value to compare a field's column with. A parameter takes the column's type, which for an `Int` of an existing table may be narrower
 * (`smallint`) than what callers may ask for. Every other type of column that is read alike takes all of the field's values.
 */
export function parameterSql(type: FieldType, value: unknown): Sql {
  return sql`${value}${cast(type, 'integer')}`;
}

/** True where a field's column has one of the values. */
export function anyOfSql({ column, type }: ContractField, values: readonly unknown[]): Sql {
  return sql`${identifier(column)} = any(${values}${cast(type, 'integer[]')})`;
}

function cast({ kind, name }: FieldType, type: string): Sql {
  return raw(kind === 'SCALAR' && name === 'Int' ? `::${type}` : '');
}
