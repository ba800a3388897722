import type { ProductTable, Project } from '../../contract/model.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import type { LineagePath } from '../statements/lineageStatement.ts';
import { lineagePaths } from './lineagePaths.ts';
import { policyValues } from './policyValues.ts';

/**
 * The lineage paths that a caller may follow, narrowed to the product rows that it may see: what policies say of a
 * contract's column holds for a product's column of that name too. A table without the column of a row policy may hold
 * rows of others; it is left out unless the path leads to one row, the one whose whole key the contract's key holds.
 */
export function visibleLineagePaths(access: ContractAccess, project: Project): readonly LineagePath[] {
  return lineagePaths(access.contract, project).flatMap((path) => {
    const hasColumn = ({ column }: { readonly column: string }): boolean => isColumnOf(path.table, column);
    if (!access.rowValues.every(hasColumn) && !isKeyedByKey(path, access)) return [];
    const within = policyValues(access).filter(hasColumn);
    return [within.length === 0 ? path : { ...path, within }];
  });
}

function isColumnOf({ fields }: ProductTable, column: string): boolean {
  return fields.some((field) => field.column === column);
}

/** Whether the path's one column is the product's whole key and part of the contract's. */
function isKeyedByKey({ table, from, by }: LineagePath, { contract }: ContractAccess): boolean {
  return (
    from === by &&
    table.key.every(({ column }) => column === by) &&
    contract.key.some(({ column }) => column === from)
  );
}
