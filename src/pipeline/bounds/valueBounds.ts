import type { FieldType } from '../../contract/model.ts';

/** What a column may hold, so that everything that derives from it can hold it too, answers and indexes included. */
export interface ValueBound {
  /** For messages: `at most 500 bytes`. */
  readonly words: string;
  /** SQL that is true where `value`, an SQL expression, is beyond the bound; null or false where it is not. */
  readonly violation: (value: string) => string;
}

// An entry of a B-tree takes a third of a page, 2,704 bytes: https://www.postgresql.org/docs/current/btree.html
const idBytes = 500;
const textBytes = 2_000;

/** Texts of a key together, beside what the platform adds to it: a contract's name, or a topic and an offset. */
export const keyBytes = 2_300;

/** Texts of an index together: what is ordered by and the key that follows. */
export const indexBytes = 2_600;

function textBound(bytes: number): ValueBound {
  return {
    words: `at most ${bytes.toLocaleString('en')} bytes`,
    violation: (value) => `octet_length(${value}) > ${bytes}`,
  };
}

// NaN and Infinity are greater than any number.
function decimalBound(magnitude: number, places: number): ValueBound {
  return {
    words: `a number below 10^${magnitude} with at most ${places} digits after the point`,
    violation: (value) => `(abs(${value}) >= 1e${magnitude} or scale(${value}) > ${places})`,
  };
}

const floatBound: ValueBound = {
  words: 'a finite number',
  violation: (value) => `abs(${value}) >= 'Infinity'::double precision`,
};

const dateBound: ValueBound = {
  words: 'from 0001-01-01 to 9999-12-31',
  violation: (value) => `${value} not between '0001-01-01'::date and '9999-12-31'::date`,
};

const timeBound: ValueBound = {
  words: 'from 0001-01-01 to 9999-12-31 in UTC',
  violation: (value) =>
    `(${value} < '0001-01-01 00:00:00+00'::timestamptz or ${value} >= '10000-01-01 00:00:00+00'::timestamptz)`,
};

// NaN equals itself in Postgres.
const finiteBound: ValueBound = {
  words: 'a finite number',
  violation: (value) => `abs(${value}) >= 'Infinity'::numeric`,
};

const scalarBounds: Readonly<Record<string, ValueBound>> = {
  ID: textBound(idBytes),
  String: textBound(textBytes),
  Duration: textBound(textBytes),
  Decimal: decimalBound(30, 20),
  Float: floatBound,
  Date: dateBound,
  DateTime: timeBound,
};

/** What columns of these types can hold and answers cannot. */
const servedBounds: Readonly<Record<string, ValueBound>> = {
  Decimal: finiteBound,
  Float: floatBound,
  Date: dateBound,
  DateTime: timeBound,
};

function boundIn(
  bounds: Readonly<Record<string, ValueBound>>,
  { kind, name }: FieldType,
): ValueBound | undefined {
  return kind === 'SCALAR' && Object.hasOwn(bounds, name) ? bounds[name] : undefined;
}

/** The bound of a field's column, of a list that of each item; undefined where the column's type is bound enough. */
export function valueBound(type: FieldType): ValueBound | undefined {
  const bound = type.kind === 'ENUM' ? textBound(textBytes) : boundIn(scalarBounds, type);
  return ofEach(type, bound);
}

/** The bound of what is served as a value of a scalar, of a list that of each item; undefined where the column's type is bound enough. */
export function servedBound(type: FieldType): ValueBound | undefined {
  return ofEach(type, boundIn(servedBounds, type));
}

function ofEach(type: FieldType, bound: ValueBound | undefined): ValueBound | undefined {
  if (bound === undefined || !type.list) return bound;
  return {
    words: `each item ${bound.words}`,
    violation: (value) =>
      `exists (select from unnest(${value}) as list (item) where ${bound.violation('item')})`,
  };
}

/**
 * The bound of a column of a contract or assertion that a key or an index is made of: no less than what an index holds, so
 * that sums, products and prefixes of values within the bounds of products are within this one. No event may stop a rebuild.
 */
export function indexedBound(type: FieldType): ValueBound | undefined {
  if (type.list) return undefined;
  if (textLength(type, '') !== undefined) return textBound(keyBytes);
  return type.kind === 'SCALAR' && type.name === 'Decimal' ? decimalBound(200, 200) : undefined;
}

/** Bytes of the text in a field's column, as an SQL expression; undefined where it holds none. */
export function textLength(type: FieldType, value: string): string | undefined {
  const isText = type.kind === 'ENUM' || ['ID', 'String', 'Duration'].includes(type.name);
  return isText && !type.list && type.kind !== 'OBJECT' ? `coalesce(octet_length(${value}), 0)` : undefined;
}

/** The bound of what stands in one key or index; undefined where there are not several texts in it. */
export function jointBound(
  columns: readonly { readonly type: FieldType; readonly value: string }[],
  bytes: number,
): { readonly words: string; readonly violation: string } | undefined {
  const lengths = columns.flatMap(({ type, value }) => textLength(type, value) ?? []);
  if (lengths.length < 2) return undefined;
  return {
    words: `together at most ${bytes.toLocaleString('en')} bytes`,
    violation: `${lengths.join(' + ')} > ${bytes}`,
  };
}
