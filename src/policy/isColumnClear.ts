import type { ContractAccess } from './AccessProfile.ts';

/**
 * Whether a column of a contract's SELECT may stand behind an answer (a link, a lineage identity) for a caller: not
 * when a field of that column is masked for it or hidden from it. Columns that are no field are the author's choice.
 */
export function isColumnClear({ contract, fields }: ContractAccess, column: string): boolean {
  return contract.fields
    .filter((field) => field.column === column)
    .every(({ name }) => fields.get(name)?.decision.kind === 'CLEAR');
}
