import type { ContractField } from '../../src/contract/model.ts';
import { bigIntScalar } from '../../src/query/scalars/bigIntScalar.ts';

/**
 * A value as part of a key, or undefined when no row has it for its key: one that Postgres could not even compare with the
 * key would make it refuse the whole statement. A key may be held as a number or as text, so either is taken where it says
 * the same.
 */
export function keyValue({ type }: ContractField, given: unknown): string | number | undefined {
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
