import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Contract, ContractField } from '../../contract/model.ts';
import { identifier } from '../sql/identifier.ts';
import { anyOfSql, parameterSql } from '../sql/parameterSql.ts';
import { maskedValueSql } from './maskedValueSql.ts';
import type { Condition } from './Condition.ts';

type Comparing = Extract<Condition, { kind: 'COMPARE' }>;

/** What the SQL of a condition depends on beside the condition itself. */
export interface ConditionScope {
  readonly contract: Contract;
  /** The purpose whose key made the caller's TOKENs. */
  readonly purpose: string;
}

/**
 * A condition as SQL, to the same effect as `matchesCondition`, also where the column of an existing table has another type or collation than
 * the field's own. Every value is a parameter.
 */
export function conditionSql(condition: Condition, scope: ConditionScope): Sql {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return listSql(condition.kind, condition.conditions, scope);
    case 'NOT':
      return sql`(${conditionSql(condition.condition, scope)}) is not true`;
    case 'COMPARE':
      return comparisonSql(condition, scope);
    case 'IN':
      return anyOfSql(condition.field, condition.values);
    case 'NOT_IN':
      return sql`(${anyOfSql(condition.field, condition.values)}) is not true`;
    case 'IS_NULL':
      return sql`${identifier(condition.field.column)} is ${raw(condition.isNull ? 'null' : 'not null')}`;
    case 'MASKED_IN':
      return maskedValueSql(condition, scope);
  }
}

function listSql(kind: 'AND' | 'OR', conditions: readonly Condition[], scope: ConditionScope): Sql {
  if (conditions.length === 0) return raw(kind === 'AND' ? 'true' : 'false');
  const parts = conditions.map((condition) => sql`(${conditionSql(condition, scope)})`);
  return join(parts, kind === 'AND' ? ' and ' : ' or ');
}

function comparisonSql({ field, operator, value }: Comparing, { contract }: ConditionScope): Sql {
  const column = identifier(field.column);
  const ordered = orderedSql(field, contract);
  const parameter = parameterSql(field.type, value);
  switch (operator) {
    case 'eq':
      return sql`${column} = ${parameter}`;
    case 'ne':
      return sql`${column} is distinct from ${parameter}`;
    case 'lt':
      return sql`${ordered} < ${parameter}`;
    case 'lte':
      return sql`${ordered} <= ${parameter}`;
    case 'gt':
      return sql`${ordered} > ${parameter}`;
    case 'gte':
      return sql`${ordered} >= ${parameter}`;
    case 'startsWith':
      return sql`${column} like ${`${escapeLike(String(value))}%`}`;
    case 'contains':
      return sql`${column} like ${`%${escapeLike(String(value))}%`}`;
  }
}

/**
 * A column as `compareOf` orders its values. Text of an existing table has whatever collation its owner chose; own columns have this one. It is for
 * ranges only: deterministic collations, and others are refused, are equal by bytes, and their indexes serve equality.
 */
function orderedSql({ column, type }: ContractField, contract: Contract): Sql {
  const isText = type.kind === 'SCALAR' && type.name === 'String';
  return isText && contract.sql === undefined ? sql`${identifier(column)} collate "C"` : identifier(column);
}

/** Backslash is LIKE's default escape: https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-LIKE */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
