import type { Classification, ContractField, InternalField, ProductTable } from '../contract/model.ts';
import type { ContractAccess } from './AccessProfile.ts';
import { clearFields } from './clearFields.ts';
import { comesFromColumn } from './fieldOrigin.ts';
import { isShown } from './isShown.ts';

const harmless: ReadonlySet<Classification> = new Set(['PUBLIC', 'INTERNAL']);
const personal: ReadonlySet<Classification> = new Set(['PERSONAL', 'RESTRICTED']);

/**
 * Whether lineage may show a product row's key value as it is (attack 24): only a PUBLIC or INTERNAL one, and not when a
 * field of the contract that comes from it is masked for the caller or hidden from it. A key may be a digest of the row's
 * other values. So where one of those is kept from the caller, only numbers and what the contract shows anyway are clear.
 */
export function isIdentityClear(access: ContractAccess, table: ProductTable, key: InternalField): boolean {
  const isKey = (field: ContractField): boolean => comesFromColumn(field, key.column);
  return (
    harmless.has(key.classification) &&
    !access.withheld.some(isKey) &&
    (key.type.name === 'Int' || clearFields(access.fields).some(isKey) || !keepsSomething(access, table))
  );
}

/** Whether values of the table's rows are kept from the caller: a field of the contract, or what is about persons. */
function keepsSomething(access: ContractAccess, { product, table, fields }: ProductTable): boolean {
  const path = `${product}.${table}`;
  return (
    access.withheld.some((field) => mayComeFrom(field, path)) ||
    fields.some(
      ({ classification, column }) => personal.has(classification) && !isShown(access, `${path}.${column}`),
    )
  );
}

/** A field without lineage may come from anywhere, and so may one of a reconciliation, whose path has two names. */
function mayComeFrom({ lineage }: ContractField, table: string): boolean {
  return (
    lineage.length === 0 || lineage.some((path) => path.split('.').length < 3 || path.startsWith(`${table}.`))
  );
}
