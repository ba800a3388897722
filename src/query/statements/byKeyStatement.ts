import sql, { join, type Sql } from 'sql-template-tag';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { castType } from '../sql/castType.ts';
import { identifier } from '../sql/identifier.ts';
import { anyOfSql } from '../sql/parameterSql.ts';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';
import { columnsSql, type ReadColumns } from './ReadColumns.ts';
import { visibleRowsSql } from './visibleRowsSql.ts';

/** A key's values in the order of the contract's key fields. */
export type KeyValues = readonly (string | number)[];

/** Reads the rows with any of these keys, those of them that exist for the caller. */
export function byKeyStatement(
  access: ContractAccess,
  keys: readonly KeyValues[],
  columns: ReadColumns,
): Statement {
  const { serving } = access.contract;
  return toStatement(
    sql`select ${columnsSql(columns)} from ${identifier(serving.schema, serving.table)} where ${keysSql(access, keys)} and ${visibleRowsSql(access)}`,
  );
}

function keysSql({ contract }: ContractAccess, keys: readonly KeyValues[]): Sql {
  const parameters = contract.key.map((field, index) => ({
    field,
    values: keys.map((key) => key[index] ?? null),
  }));
  const [only, ...others] = parameters;
  if (only !== undefined && others.length === 0) return anyOfSql(only.field, only.values);
  const columns = join(
    parameters.map(({ field }) => identifier(field.column)),
    ', ',
  );
  const arrays = join(
    parameters.map(({ field, values }) => sql`${values}::${castType(field.type)}[]`),
    ', ',
  );
  return sql`(${columns}) in (select * from unnest(${arrays}))`;
}
