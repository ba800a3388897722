import { floorToInteger, floorToMultiple, parseDecimal, printDecimal } from './exactDecimal.ts';
import type { MaskInput } from './MaskFunction.ts';
import { printed } from './printed.ts';

/** GraphQL's Int is 32 bits wide; the lowest bucket would begin below it. */
const smallestInt = -(2 ** 31);
const largestInt = 2 ** 31 - 1;

/**
 * BUCKET: the largest multiple of `width` that is not above the number, exact for numbers of any size, in the form of
 * the field's type: Int and Float are numbers, BigInt and Decimal strings. Null for what is no number, or none that the type has.
 */
export function bucket(raw: unknown, { field }: MaskInput): number | string | null {
  const width = parseDecimal(field.mask?.width ?? '');
  const value = parseDecimal(printed(raw));
  if (value === undefined || width === undefined || width.digits <= 0n) return null;
  const bound = floorToMultiple(value, width);
  switch (field.type.name) {
    case 'Int':
      return intOf(Number(floorToInteger(bound)));
    case 'BigInt':
      return String(floorToInteger(bound));
    case 'Float':
      return finite(Number(printDecimal(bound)));
    case 'Decimal':
      return printDecimal(bound);
    default:
      return null;
  }
}

function intOf(bound: number): number | null {
  return bound > largestInt ? null : Math.max(smallestInt, bound);
}

function finite(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}
