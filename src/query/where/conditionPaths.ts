import type { Condition } from './Condition.ts';

/** Names of the fields that a condition looks at; for the audit, as a filter tells something of a field too. */
export function conditionPaths(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return condition.conditions.flatMap(conditionPaths);
    case 'NOT':
      return conditionPaths(condition.condition);
    default:
      return [condition.field.name];
  }
}
