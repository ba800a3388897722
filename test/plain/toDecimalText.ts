import type { Big } from 'big.js';

/** The one way to write a decimal: no exponent, no trailing zeros, no negative zero. */
export function toDecimalText(decimal: Big): string {
  return decimal.eq(0)
    ? '0'
    : decimal
        .toFixed()
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
}
