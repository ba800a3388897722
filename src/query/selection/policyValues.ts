import type { ContractAccess } from '../../policy/AccessProfile.ts';
import type { ColumnValues } from '../statements/lineageStatement.ts';

/** What row policies and residency demand of columns for a caller. */
export function policyValues({ contract, regions, rowValues }: ContractAccess): readonly ColumnValues[] {
  const own = rowValues.map(({ column, value }) => ({ column, values: [value] }));
  if (contract.residency === undefined || regions === 'ALL') return own;
  return [...own, { column: contract.residency.column, values: regions }];
}
