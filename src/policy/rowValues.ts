import type { Contract, ContractField } from '../contract/model.ts';

type RowValues = readonly { readonly column: string; readonly value: string }[];

/**
 * What the caller's claims demand of a row's columns (`@rowsOf`). Undefined when a claim is missing or can't be a value
 * of its field: the contract then doesn't exist for the caller.
 */
export function rowValues(contract: Contract, claims: ReadonlyMap<string, string>): RowValues | undefined {
  const values = [];
  for (const { field, claim } of contract.rowPolicies) {
    const value = claims.get(claim);
    if (value === undefined || !canBe(field, value)) return undefined;
    values.push(Object.freeze({ column: field.column, value }));
  }
  return Object.freeze(values);
}

// A claim that Postgres can't read as the column's type would be an error there, and an error tells something.
function canBe({ type }: ContractField, value: string): boolean {
  if (value === '' || type.list || value.includes('\0') || !value.isWellFormed()) return false;
  if (type.kind === 'ENUM') return true;
  switch (type.name) {
    case 'ID':
    case 'String':
      return true;
    case 'Int':
      return isInteger(value, 31n);
    case 'BigInt':
      return isInteger(value, 63n);
    default:
      return false;
  }
}

function isInteger(value: string, bits: bigint): boolean {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(value)) return false;
  const number = BigInt(value);
  return number >= -(1n << bits) && number < 1n << bits;
}
