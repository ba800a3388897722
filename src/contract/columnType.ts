import type { FieldType, ScalarName } from './model.ts';

const textType = 'text';
const collation = 'COLLATE "C"';

// Times are cut to milliseconds, which is what a DateTime on the wire holds: a cursor must compare equal to its row.
const scalarTypes: Readonly<Record<ScalarName, string>> = {
  ID: textType,
  String: textType,
  Duration: textType,
  Boolean: 'boolean',
  Int: 'integer',
  Float: 'double precision',
  BigInt: 'bigint',
  Decimal: 'numeric',
  Date: 'date',
  DateTime: 'timestamptz(3)',
  JSON: 'jsonb',
};

function isScalarName(name: string): name is ScalarName {
  return Object.hasOwn(scalarTypes, name);
}

/**
 * Postgres type of the column that holds a field, as written in DDL and in a cast. Text is compared by code point, so
 * that ordering and cursors do not depend on a locale. Objects and lists of objects are `jsonb`; lists of scalars and
 * enums are arrays.
 */
export function columnType(type: FieldType): string {
  if (type.kind === 'OBJECT') return 'jsonb';
  const item = type.kind === 'SCALAR' && isScalarName(type.name) ? scalarTypes[type.name] : textType;
  const column = type.list ? `${item}[]` : item;
  return item === textType ? `${column} ${collation}` : column;
}
