import type { ContractField } from '../../src/contract/model.ts';
import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import { bigIntScalar } from '../../src/query/scalars/bigIntScalar.ts';
import type { KeyValues } from '../../src/query/statements/byKeyStatement.ts';

/**
 * The key in an entity's representation; undefined when a field of it is missing or none of its type. Other subgraphs
 * may hold a key as a number or as text, so either is taken where it says the same.
 */
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

function keyValue({ type }: ContractField, given: unknown): string | number | undefined {
  if (typeof given !== 'string' && !Number.isSafeInteger(given)) return undefined;
  const text = String(given);
  switch (type.name) {
    case 'Int':
      return /^-?\d{1,10}$/.test(text) && (Number(text) | 0) === Number(text) ? Number(text) : undefined;
    case 'BigInt':
      return bigIntText(text);
    default:
      return text;
  }
}

function bigIntText(text: string): string | undefined {
  try {
    return bigIntScalar.parseValue(text);
  } catch {
    return undefined;
  }
}
