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

// Row policies compare texts. What Postgres can't hold as text would be an error there, and an error tells something.
function canBe({ type }: ContractField, value: string): boolean {
  const isText = !type.list && (type.name === 'ID' || type.name === 'String');
  return isText && value !== '' && !value.includes('\0') && value.isWellFormed();
}
