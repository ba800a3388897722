import sql, { join, raw, type Sql } from 'sql-template-tag';
import { castType } from '../sql/castType.ts';
import { identifier } from '../sql/identifier.ts';
import type { Condition } from './Condition.ts';
import type { ConditionScope } from './conditionSql.ts';

/**
 * Finds rows by a field's masked value through `contract.masked_value`, which holds the key of each row as a JSON array
 * of strings. The raw value is never asked for, so that a filter tells no more than the field itself.
 */
export function maskedValueSql(
  condition: Extract<Condition, { kind: 'MASKED_IN' }>,
  { contract, purpose }: ConditionScope,
): Sql {
  const columns = contract.key.map((field) => identifier(field.column));
  const keys = contract.key.map(
    (field, index) => sql`(m."key" ->> ${raw(index.toString())})::${castType(field.type)}`,
  );
  const keyPurpose = condition.strategy === 'TOKEN' ? purpose : '';
  return sql`(${join(columns, ', ')}) in (select ${join(keys, ', ')} from "contract"."masked_value" m where m."contract" = ${contract.id} and m."field" = ${condition.field.name} and m."purpose" = ${keyPurpose} and m."masked" = any(${condition.masked}))`;
}
