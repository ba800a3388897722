import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Contract } from '../../contract/model.ts';
import { identifier } from '../sql/identifier.ts';
import { maskedValueSql } from './maskedValueSql.ts';
import type { Comparison, Condition } from './Condition.ts';

/** What the SQL of a condition depends on beside the condition itself. */
export interface ConditionScope {
  readonly contract: Contract;
  /** The purpose whose key made the caller's TOKENs. */
  readonly purpose: string;
}

/** A condition as SQL. Every value is a parameter; parameters take the column's type. */
export function conditionSql(condition: Condition, scope: ConditionScope): Sql {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return listSql(condition.kind, condition.conditions, scope);
    case 'NOT':
      return sql`(${conditionSql(condition.condition, scope)}) is not true`;
    case 'COMPARE':
      return comparisonSql(identifier(condition.field.column), condition.operator, condition.value);
    case 'IN':
      return sql`${identifier(condition.field.column)} = any(${condition.values})`;
    case 'NOT_IN':
      return sql`(${identifier(condition.field.column)} = any(${condition.values})) is not true`;
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

function comparisonSql(column: Sql, operator: Comparison, value: unknown): Sql {
  switch (operator) {
    case 'eq':
      return sql`${column} = ${value}`;
    case 'ne':
      return sql`${column} is distinct from ${value}`;
    case 'lt':
      return sql`${column} < ${value}`;
    case 'lte':
      return sql`${column} <= ${value}`;
    case 'gt':
      return sql`${column} > ${value}`;
    case 'gte':
      return sql`${column} >= ${value}`;
    case 'startsWith':
      return sql`${column} like ${`${escapeLike(String(value))}%`}`;
    case 'contains':
      return sql`${column} like ${`%${escapeLike(String(value))}%`}`;
  }
}

/** Backslash is LIKE's default escape: https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-LIKE */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
