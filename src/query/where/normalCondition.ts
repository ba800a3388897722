import type { Condition } from './Condition.ts';
import { conditionText } from './conditionText.ts';

/**
 * The same condition in a form that does not depend on how it was written: what asks for nothing is left out (`{}`, also within `and`,
 * `or` and `not`), `and` within `and` and `or` within `or` are one, and the order of what stands side by side is gone, as is what
 * stands there twice.
 *
 * Whatever a row is like, and whatever is unknown of it, the answer is the same; and the same fields are looked at, so that nothing
 * is lost to the audit. So `or: [{}, …]`, which every row is like, stays what it is, and values stay as they were given.
 */
export function normalCondition(condition: Condition): Condition {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return ofSeveral(condition.kind, condition.conditions);
    case 'NOT':
      return negated(normalCondition(condition.condition));
    case 'IN':
    case 'NOT_IN':
      return { ...condition, values: distinct(condition.values, (value) => JSON.stringify(value)) };
    case 'MASKED_IN':
      return { ...condition, masked: distinct(condition.masked, (text) => text) };
    case 'COMPARE':
    case 'IS_NULL':
      return condition;
  }
}

function ofSeveral(kind: 'AND' | 'OR', conditions: readonly Condition[]): Condition {
  const parts = distinct(
    conditions.map(normalCondition).flatMap((part) => (part.kind === kind ? part.conditions : [part])),
    conditionText,
  );
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { kind, conditions: parts };
}

function negated(condition: Condition): Condition {
  // Of three answers (true, false, unknown) each comes back as it was.
  if (condition.kind === 'NOT') return condition.condition;
  if ((condition.kind === 'AND' || condition.kind === 'OR') && condition.conditions.length === 0)
    return { kind: condition.kind === 'AND' ? 'OR' : 'AND', conditions: [] };
  return { kind: 'NOT', condition };
}

/** Each once, in the order of their texts. */
function distinct<T>(values: readonly T[], textOf: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [textOf(value), value]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}
