import type { ContractField } from '../../contract/model.ts';
import { compareOf } from './comparedOrder.ts';
import type { Comparison, Condition } from './Condition.ts';
import { containsText } from './containsText.ts';
import { isAmong } from './isAmong.ts';

/** A row by GraphQL names, its values as a record on a contract topic has them. Of a field that is not there nobody knows the value. */
export type RowValues = Readonly<Record<string, unknown>>;

/** What a caller sees in a masked field's place. */
export type MaskedText = (field: ContractField, row: RowValues) => string | undefined;

/**
 * Whether a row is like a condition says: `conditionSql` for rows that are not read from Postgres, to the same effect. Undefined where
 * what is known of the row does not decide it: a field that would is not there, or its value is none of its type.
 */
export function matchesCondition(
  condition: Condition,
  row: RowValues,
  masked: MaskedText,
): boolean | undefined {
  switch (condition.kind) {
    case 'AND':
      return matchesAll(condition.conditions, row, masked, true);
    case 'OR':
      return matchesAll(condition.conditions, row, masked, false);
    case 'NOT':
      return negated(matchesCondition(condition.condition, row, masked));
    case 'COMPARE':
      return isKnown(condition.field, row)
        ? compares(condition.field, condition.operator, row[condition.field.name], condition.value)
        : undefined;
    case 'IN':
      return isKnown(condition.field, row) ? isAmong(condition, row[condition.field.name]) : undefined;
    case 'NOT_IN':
      return isKnown(condition.field, row) ? !isAmong(condition, row[condition.field.name]) : undefined;
    case 'IS_NULL': {
      const held = row[condition.field.name];
      return held === undefined ? undefined : (held === null) === condition.isNull;
    }
    case 'MASKED_IN': {
      if (!isKnown(condition.field, row)) return undefined;
      const text = masked(condition.field, row);
      return text !== undefined && condition.masked.includes(text);
    }
  }
}

/** Whether the value that a row has in a field is known, and one of the field's type. */
export function isKnown({ name, type }: ContractField, row: RowValues): boolean {
  const held = row[name];
  return held === null || (held !== undefined && compareOf(type)(held, held) !== undefined);
}

/** `and` of conditions, or with `neutral` false their `or`: the first that is otherwise decides. */
function matchesAll(
  conditions: readonly Condition[],
  row: RowValues,
  masked: MaskedText,
  neutral: boolean,
): boolean | undefined {
  let result: boolean | undefined = neutral;
  for (const condition of conditions) {
    const matches = matchesCondition(condition, row, masked);
    if (matches === !neutral) return matches;
    if (matches === undefined) result = undefined;
  }
  return result;
}

function negated(matches: boolean | undefined): boolean | undefined {
  return matches === undefined ? undefined : !matches;
}

function compares(field: ContractField, operator: Comparison, held: unknown, value: unknown): boolean {
  if (operator === 'startsWith') return typeof held === 'string' && held.startsWith(String(value));
  if (operator === 'contains') return typeof held === 'string' && containsText(held, String(value));
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
