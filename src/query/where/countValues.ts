import type { Condition } from './Condition.ts';

/** With how many values a condition compares. */
export function countValues(condition: Condition): number {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return condition.conditions.reduce((sum, one) => sum + countValues(one), 0);
    case 'NOT':
      return countValues(condition.condition);
    case 'IN':
    case 'NOT_IN':
      return condition.values.length;
    case 'MASKED_IN':
      return condition.masked.length;
    case 'COMPARE':
    case 'IS_NULL':
      return 1;
  }
}
