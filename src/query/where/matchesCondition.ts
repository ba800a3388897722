import type { ContractField } from '../../contract/model.ts';
import { compareOf } from './comparedOrder.ts';
import type { Comparison, Condition } from './Condition.ts';

/** A row by GraphQL names, its values as a record on a contract topic has them. */
export type RowValues = Readonly<Record<string, unknown>>;

/** What a caller sees in a masked field's place. */
export type MaskedText = (field: ContractField, row: RowValues) => string | undefined;

/**
 * Whether a row is like a condition says: `conditionSql` for rows that are not read from Postgres, to the same effect. A value
 * that is none of its field's type is taken for no value.
 */
export function matchesCondition(condition: Condition, row: RowValues, masked: MaskedText): boolean {
  switch (condition.kind) {
    case 'AND':
      return condition.conditions.every((one) => matchesCondition(one, row, masked));
    case 'OR':
      return condition.conditions.some((one) => matchesCondition(one, row, masked));
    case 'NOT':
      return !matchesCondition(condition.condition, row, masked);
    case 'COMPARE':
      return compares(condition.field, condition.operator, row[condition.field.name], condition.value);
    case 'IN':
      return isAmong(condition.field, row, condition.values);
    case 'NOT_IN':
      return !isAmong(condition.field, row, condition.values);
    case 'IS_NULL':
      return isMissing(row[condition.field.name]) === condition.isNull;
    case 'MASKED_IN': {
      const text = masked(condition.field, row);
      return text !== undefined && condition.masked.includes(text);
    }
  }
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined;
}

function isAmong(field: ContractField, row: RowValues, values: readonly unknown[]): boolean {
  const compare = compareOf(field.type);
  const held = row[field.name];
  return values.some((value) => compare(held, value) === 0);
}

function compares(field: ContractField, operator: Comparison, held: unknown, value: unknown): boolean {
  if (operator === 'startsWith') return typeof held === 'string' && held.startsWith(String(value));
  if (operator === 'contains') return typeof held === 'string' && held.includes(String(value));
  const order = compareOf(field.type)(held, value);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'lt':
      return order !== undefined && order < 0;
    case 'lte':
      return order !== undefined && order <= 0;
    case 'gt':
      return order !== undefined && order > 0;
    case 'gte':
      return order !== undefined && order >= 0;
  }
}
