import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import type { KeyValues } from '../../src/query/statements/byKeyStatement.ts';
import { keyValue } from '../context/keyValue.ts';

/** The key in an entity's representation; undefined when a field of it is missing or none of its type. */
export function entityKey(
  { contract }: ContractAccess,
  representation: ReadonlyMap<string, unknown>,
): KeyValues | undefined {
  const values = contract.key.flatMap((field) => {
    const value = keyValue(field, representation.get(field.name));
    return value === undefined ? [] : [value];
  });
  return values.length === contract.key.length ? values : undefined;
}
