import { parseDecimal, printDecimal } from '../../../policy/masks/exactDecimal.ts';
import { ExactNumber } from '../../../query/values/ExactNumber.ts';

/** Digits on one side of the point, as many as a served `Decimal` has where an index is made of it: of a few bytes no long text is made. */
const mostExponent = 200;
const mostCharacters = 1_000;

/** As Java writes a BigDecimal, and JSON a number: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/math/BigDecimal.html#toString() */
const withExponent = /^-?\d+(?:\.\d+)?[eE]([+-]?\d{1,3})$/;

/** A decimal, or each of a list, as its type has it on the wire, where it has an exponent (`0E-8`, `1.2E-7`); everything else as it is. */
export function plainDecimal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainDecimal);
  const isDecimal = typeof value === 'string' || typeof value === 'number' || value instanceof ExactNumber;
  const text = isDecimal ? String(value) : '';
  const exponent = text.length > mostCharacters ? undefined : withExponent.exec(text)?.[1];
  if (exponent === undefined || Math.abs(Number(exponent)) > mostExponent) return value;
  const exact = parseDecimal(text);
  return exact === undefined ? value : printDecimal(exact);
}
