import type { ContractField } from '../../contract/model.ts';

const largestInt = 2n ** 31n - 1n;
const largestBigInt = 2n ** 63n - 1n;

/** Of a signed number, of which there is one more below zero than above. */
function isWithin(value: bigint, largest: bigint): boolean {
  return value <= largest && value >= -largest - 1n;
}

function isKeyText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
}

/** Whether a publisher writes such a value for a field of a record's key: the serving table's column could hold it. `@key` takes fields of no other types. */
export function fitsKey({ type }: ContractField, value: unknown): boolean {
  switch (type.name) {
    case 'Int':
      return typeof value === 'number' && Number.isInteger(value) && isWithin(BigInt(value), largestInt);
    case 'BigInt': {
      const isNumber = isKeyText(value) && /^(0|-?[1-9]\d{0,18})$/.test(value);
      return isNumber && isWithin(BigInt(value), largestBigInt);
    }
    default:
      return isKeyText(value);
  }
}
