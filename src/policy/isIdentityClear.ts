import type { InternalField, ProductTable } from '../contract/model.ts';
import type { ContractAccess } from './AccessProfile.ts';
import { isColumnClear } from './isColumnClear.ts';

/**
 * Whether lineage may show a product row's key value as it is: only a PUBLIC or INTERNAL one, and not when a field of the
 * contract that comes from it is masked for the caller or hidden from it (attack 24).
 */
export function isIdentityClear(access: ContractAccess, table: ProductTable, field: InternalField): boolean {
  if (field.classification !== 'PUBLIC' && field.classification !== 'INTERNAL') return false;
  const path = `${table.product}.${table.table}.${field.name}`;
  return (
    isColumnClear(access, field.column) &&
    access.contract.fields
      .filter(({ lineage }) => lineage.includes(path))
      .every(({ name }) => access.fields.get(name)?.decision.kind === 'CLEAR')
  );
}
