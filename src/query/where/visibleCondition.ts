import type { ContractAccess } from '../../policy/AccessProfile.ts';
import type { Condition } from './Condition.ts';

/** True for the rows that exist for a caller: `visibleRowsSql` as a condition. */
export function visibleCondition({ contract, regions, rowValues }: ContractAccess): Condition {
  const own = rowValues.flatMap(({ column, value }): Condition[] =>
    contract.rowPolicies
      .filter(({ field }) => field.column === column)
      .slice(0, 1)
      .map(({ field }) => ({ kind: 'IN', field, values: [value] })),
  );
  if (own.length < rowValues.length) throw new Error('a row policy without its field');
  const residing: Condition[] =
    regions === 'ALL' || contract.residency === undefined
      ? []
      : [{ kind: 'IN', field: contract.residency, values: regions }];
  return { kind: 'AND', conditions: [...residing, ...own] };
}
