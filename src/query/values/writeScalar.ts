import type { ScalarName } from '../../contract/model.ts';
import { ExactNumber } from './ExactNumber.ts';

/** What goes on the wire for a value that is not null; undefined when the value is none of the scalar. */
export type ScalarWriter = (value: unknown) => unknown;

const decimal = /^-?\d+(?:\.\d+)?$/;
const integer = /^-?\d+$/;
const date = /^\d{4}-\d{2}-\d{2}$/;

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

function exact(pattern: RegExp): ScalarWriter {
  return (value) => {
    const source = value instanceof ExactNumber ? value.source : text(value);
    return source !== undefined && pattern.test(source) ? source : undefined;
  };
}

function number(value: unknown): number | undefined {
  const given = value instanceof ExactNumber ? Number(value.source) : value;
  return typeof given === 'number' && Number.isFinite(given) ? given : undefined;
}

function int(value: unknown): number | undefined {
  const given = number(value);
  return given !== undefined && (given | 0) === given ? given : undefined;
}

function dateTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** Decimal and BigInt are strings of all their digits; a DateTime is in UTC with milliseconds (design, section 2). */
export const scalarWriters: Readonly<Record<ScalarName, ScalarWriter>> = {
  ID: text,
  String: (value) => (typeof value === 'string' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Int: int,
  Float: number,
  BigInt: exact(integer),
  Decimal: exact(decimal),
  Date: (value) => (typeof value === 'string' && date.test(value) ? value : undefined),
  DateTime: dateTime,
  Duration: (value) => (typeof value === 'string' ? value : undefined),
  JSON: (value) => value,
};
