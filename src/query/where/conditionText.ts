import type { Condition } from './Condition.ts';

/** A condition as text: equal texts ask the same of the same fields, in the same words. */
export function conditionText(condition: Condition): string {
  return JSON.stringify(facts(condition));
}

function facts(condition: Condition): unknown {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return [condition.kind, condition.conditions.map(facts)];
    case 'NOT':
      return [condition.kind, facts(condition.condition)];
    case 'COMPARE':
      return [condition.kind, condition.field.name, condition.operator, condition.value];
    case 'IN':
    case 'NOT_IN':
      return [condition.kind, condition.field.name, condition.values];
    case 'IS_NULL':
      return [condition.kind, condition.field.name, condition.isNull];
    case 'MASKED_IN':
      return [condition.kind, condition.field.name, condition.strategy, condition.masked];
  }
}
