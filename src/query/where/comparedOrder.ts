import type { FieldType } from '../../contract/model.ts';
import { compareDecimals, parseDecimal } from '../../policy/masks/exactDecimal.ts';
import { ExactNumber } from '../values/ExactNumber.ts';
import { scalarWriters } from '../values/writeScalar.ts';

/** Negative, zero or positive, as of two values the first is before the second; undefined where one of them is none of the type. */
export type Compare = (left: unknown, right: unknown) => number | undefined;

/** As Postgres orders text under collation "C": by its bytes in UTF-8, which is by code points. */
function compareTexts(left: unknown, right: unknown): number | undefined {
  const [a, b] = [textOf(left), textOf(right)];
  if (a === undefined || b === undefined) return undefined;
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || value instanceof ExactNumber ? String(value) : undefined;
}

function compareNumbers(left: unknown, right: unknown): number | undefined {
  const [a, b] = [textOf(left), textOf(right)].map((text) => parseDecimal(text ?? ''));
  return a === undefined || b === undefined ? undefined : compareDecimals(a, b);
}

/** As Postgres compares doubles: two texts of one double are equal, such as `5e-324` and what Java writes for it, `4.9E-324`. */
function compareFloats(left: unknown, right: unknown): number | undefined {
  const [a, b] = [floatOf(left), floatOf(right)];
  return a === undefined || b === undefined ? undefined : a - b;
}

/** A finite double; undefined for what is none. */
export function floatOf(value: unknown): number | undefined {
  const written = scalarWriters.Float(value);
  return typeof written === 'number' ? written : undefined;
}

function compareBooleans(left: unknown, right: unknown): number | undefined {
  return typeof left === 'boolean' && typeof right === 'boolean' ? Number(left) - Number(right) : undefined;
}

/** Days of four-digit years: their texts are in the order of the days. */
function compareDays(left: unknown, right: unknown): number | undefined {
  const [a, b] = [scalarWriters.Date(left), scalarWriters.Date(right)];
  return a === undefined || b === undefined ? undefined : compareTexts(a, b);
}

/** Times in UTC with as many digits of a second as each has. */
function compareTimes(left: unknown, right: unknown): number | undefined {
  const [a, b] = [momentOf(left), momentOf(right)];
  if (a === undefined || b === undefined) return undefined;
  return a < b ? -1 : Number(a > b);
}

/** A time in UTC with six digits of a second; undefined for what is none. */
export function momentOf(value: unknown): string | undefined {
  const parts =
    typeof value === 'string' ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(value) : null;
  return parts === null ? undefined : `${parts[1] ?? ''}.${(parts[2] ?? '').padEnd(6, '0')}`;
}

/** How values of a field are compared outside of Postgres: to the same effect. Values are as a record on a contract topic has them. */
export function compareOf({ kind, name }: FieldType): Compare {
  if (kind !== 'SCALAR') return compareTexts;
  switch (name) {
    case 'Float':
      return compareFloats;
    case 'Int':
    case 'BigInt':
    case 'Decimal':
      return compareNumbers;
    case 'Boolean':
      return compareBooleans;
    case 'Date':
      return compareDays;
    case 'DateTime':
      return compareTimes;
    default:
      return compareTexts;
  }
}
