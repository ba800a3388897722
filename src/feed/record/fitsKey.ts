import type { ContractField } from '../../contract/model.ts';

const largestInt = 2_147_483_647;
const largestBigInt = 9_223_372_036_854_775_807n;

function isKeyText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
}

/** Whether a publisher writes such a value for a field of a record's key: the serving table's column could hold it. `@key` takes fields of no other types. */
export function fitsKey({ type }: ContractField, value: unknown): boolean {
  switch (type.name) {
    case 'Int':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= largestInt;
    case 'BigInt': {
      const isNumber = isKeyText(value) && /^(0|-?[1-9]\d{0,18})$/.test(value);
      return isNumber && BigInt(value) <= largestBigInt && BigInt(value) >= -largestBigInt;
    }
    default:
      return isKeyText(value);
  }
}
