import type { Condition } from './Condition.ts';

/** How many comparisons a condition makes of a row at most; that of a list counts once. */
export function countComparisons(condition: Condition): number {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return condition.conditions.reduce((sum, one) => sum + countComparisons(one), 0);
    case 'NOT':
      return countComparisons(condition.condition);
    case 'COMPARE':
    case 'IN':
    case 'NOT_IN':
    case 'IS_NULL':
    case 'MASKED_IN':
      return 1;
  }
}
