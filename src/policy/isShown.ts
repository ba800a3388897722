import type { ContractAccess } from './AccessProfile.ts';
import { clearFields } from './clearFields.ts';
import { comesFrom, comesFromColumn } from './fieldOrigin.ts';

/**
 * Whether a caller sees in clear what stands under a lineage path: some field of the contract that comes from it is clear
 * for the caller, and none is masked for it or hidden from it.
 */
export function isShown({ fields, withheld }: ContractAccess, path: string): boolean {
  const column = path.slice(path.lastIndexOf('.') + 1);
  return (
    clearFields(fields).some((field) => comesFrom(field, path)) &&
    !withheld.some((field) => comesFromColumn(field, column))
  );
}
