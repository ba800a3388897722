import type { Condition } from './Condition.ts';

/** What a condition is made of: everything but `AND`, `OR` and `NOT`. */
type Part = Exclude<Condition, { kind: 'AND' | 'OR' | 'NOT' }>;

/** Sums a measure of the parts of a condition. */
function sumOfParts(condition: Condition, measure: (part: Part) => number): number {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return condition.conditions.reduce((sum, one) => sum + sumOfParts(one, measure), 0);
    case 'NOT':
      return sumOfParts(condition.condition, measure);
    default:
      return measure(condition);
  }
}

/** How many comparisons a condition makes of a row at most; that of a list counts once. */
export function countComparisons(condition: Condition): number {
  return sumOfParts(condition, () => 1);
}

/** With how many values a condition compares. */
export function countValues(condition: Condition): number {
  return sumOfParts(condition, (part) => {
    switch (part.kind) {
      case 'IN':
      case 'NOT_IN':
        return part.values.length;
      case 'MASKED_IN':
        return part.masked.length;
      case 'COMPARE':
      case 'IS_NULL':
        return 1;
    }
  });
}
