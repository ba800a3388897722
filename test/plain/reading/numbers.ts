import { Big } from 'big.js';
import { assertWithin } from './bounds.ts';
import { Malformed } from './Malformed.ts';
import { textOf } from './json.ts';

/** An exact decimal from a JSON string or number. */
export function readDecimal(json: unknown): Big {
  const text = textOf(json);
  const match = text === undefined ? null : /^-?\d+(\.(\d+))?$/.exec(text);
  if (text === undefined || match === null) throw new Malformed('not a decimal');
  const number = new Big(text);
  assertWithin(number, match[2]?.length ?? 0);
  return number;
}

/** The same where zeros at the end do not count. */
export function readTrimmedDecimal(json: unknown): Big {
  const text = textOf(json) ?? '';
  return readDecimal(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

/** A whole number from a JSON string or number, in the range of 32 bits. */
export function readInteger(json: unknown): number {
  const text = textOf(json);
  if (text === undefined || !/^-?\d+(\.0+)?$/.test(text)) throw new Malformed('not a whole number');
  const number = Number(text);
  if (number < -(2 ** 31) || number >= 2 ** 31) throw new Malformed('not in the range of 32 bits');
  return number;
}

/** A whole number from 0, as ids and sequences are. */
export function readOrdinal(json: unknown): number {
  const text = textOf(json);
  if (text === undefined || !/^\d+$/.test(text)) throw new Malformed('not an ordinal');
  return readInteger(text);
}
