import { isIsoDate } from '../../contract/isoText.ts';
import type { ScalarName } from '../../contract/model.ts';
import { parseMoment } from '../../contract/parseMoment.ts';
import { parseDecimal, printDecimal } from '../../policy/masks/exactDecimal.ts';
import { bigIntScalar } from '../scalars/bigIntScalar.ts';
import { durationScalar } from '../scalars/timeScalars.ts';
import { ExactNumber } from './ExactNumber.ts';

/** What goes on the wire for a value that is not null; undefined when the value is none of the scalar. */
export type ScalarWriter = (value: unknown) => unknown;

const decimal = /^-?\d+(?:\.\d+)?$/;
/** As nearly every stored decimal is; it needs no other form. */
const shortestDecimal = /^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

function source(value: unknown): string | undefined {
  return value instanceof ExactNumber ? value.source : text(value);
}

/** Without zeros that say nothing, so that equal values have equal bytes wherever they stand: columns, JSON, masks. */
function decimalText(value: unknown): string | undefined {
  const given = source(value);
  if (given === undefined || !decimal.test(given)) return undefined;
  const exact = shortestDecimal.test(given) ? undefined : parseDecimal(given);
  return exact === undefined ? given : printDecimal(exact);
}

/** What the scalar itself takes, as it takes it. */
function accepted(scalar: { parseValue: (value: unknown) => string }, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  try {
    return scalar.parseValue(value);
  } catch {
    return undefined;
  }
}

function number(value: unknown): number | undefined {
  const given = value instanceof ExactNumber ? Number(value.source) : value;
  return typeof given === 'number' && Number.isFinite(given) ? given : undefined;
}

function int(value: unknown): number | undefined {
  const given = number(value);
  return given !== undefined && (given | 0) === given ? given : undefined;
}

/** Days that every month has, of years that both ISO 8601 and Postgres have; most values are of this form and need no calendar. */
const plainDay = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

function date(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return plainDay.test(value) || (isIsoDate(value) && !value.startsWith('0000')) ? value : undefined;
}

const utc = /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function dateTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (plainDay.test(value.slice(0, 10)) && utc.test(value.slice(10))) return value;
  const written = parseMoment(value)?.toISOString() ?? '';
  // An offset can lead out of the years that have four digits.
  return date(written.slice(0, 10)) === undefined ? undefined : written;
}

/** Decimal and BigInt are strings of all their digits; a DateTime is in UTC with milliseconds (design, section 2). */
export const scalarWriters: Readonly<Record<ScalarName, ScalarWriter>> = {
  ID: text,
  String: (value) => (typeof value === 'string' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Int: int,
  Float: number,
  BigInt: (value) => accepted(bigIntScalar, source(value)),
  Decimal: decimalText,
  Date: date,
  DateTime: dateTime,
  Duration: (value) => (typeof value === 'string' ? accepted(durationScalar, value) : undefined),
  JSON: (value) => value,
};
