import fc from 'fast-check';

/** The fields of `parcel@2` that the model knows, each with the values that its rows and filters are made of. */
export const modelFields = {
  label: { column: 'label', values: ['', 'a', 'a%', 'a_b', 'ab', 'B', '\\', "o'x"] },
  pieceCount: { column: 'piece_count', values: [-1, 0, 1, 2_147_483_647] },
  weight: { column: 'weight', values: [-0.5, 0, 0.1, 1e300] },
  machineNumber: { column: 'machine_number', values: ['-9223372036854775808', '0', '9007199254740993'] },
  price: { column: 'price', values: ['-1.5', '0', '0.1', '12345678901234567890.1'] },
  shippedOn: { column: 'shipped_on', values: ['0001-01-01', '2024-02-29', '9999-12-31'] },
  deliveredAt: {
    column: 'delivered_at',
    values: ['2017-01-05T14:01:20.000Z', '2017-01-05T14:01:20.001Z', '2026-01-01T00:00:00.000Z'],
  },
  isExpress: { column: 'is_express', values: [true, false] },
  progress: { column: 'progress', values: ['TAKEN', 'UNDERWAY', 'DELIVERED'] },
} as const;

export type ModelField = keyof typeof modelFields;
export const modelFieldNames: readonly ModelField[] = [
  'label',
  'pieceCount',
  'weight',
  'machineNumber',
  'price',
  'shippedOn',
  'deliveredAt',
  'isExpress',
  'progress',
];
export const ordered: readonly ModelField[] = modelFieldNames.filter(
  (name) => name !== 'isExpress' && name !== 'progress',
);

type Value = string | number | boolean;
export type ModelRow = { readonly parcelId: string; readonly region: string } & Readonly<
  Record<ModelField, Value | null>
>;

/** Order of two values as Postgres has it: numbers by size, text by code point. */
export function compare(left: Value, right: Value): number {
  const decimal = /^-?\d+(\.\d+)?$/;
  if (typeof left === 'string' && typeof right === 'string' && decimal.test(left) && decimal.test(right)) {
    const scaled = (text: string): bigint => {
      const [whole = '', fraction = ''] = text.replace('-', '').split('.');
      return BigInt(whole + fraction.padEnd(3, '0')) * (text.startsWith('-') ? -1n : 1n);
    };
    return scaled(left) < scaled(right) ? -1 : scaled(left) > scaled(right) ? 1 : 0;
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether a row is what a `where` asks for: true or false, never unknown. Written apart from the SQL on purpose. */
export function matches(where: Readonly<Record<string, unknown>>, row: ModelRow): boolean {
  return Object.entries(where).every(([name, asked]) => {
    if (name === 'and') return list(asked).every((one) => matches(one, row));
    if (name === 'or') return list(asked).some((one) => matches(one, row));
    if (name === 'not') return !matches(object(asked), row);
    return Object.entries(object(asked)).every(([operator, operand]) => {
      const value = Object.entries(row).find(([field]) => field === name)?.[1] ?? null;
      return holds(operator, value, operand);
    });
  });
}

function holds(operator: string, value: Value | null, operand: unknown): boolean {
  const among = (operands: readonly Value[]): boolean =>
    value !== null && operands.some((one) => compare(value, one) === 0);
  if (operator === 'isNull') return (value === null) === operand;
  if (operator === 'in') return among(values(operand));
  if (operator === 'notIn') return !among(values(operand));
  const [one] = values([operand]);
  if (one === undefined) return false;
  if (operator === 'eq') return among([one]);
  if (operator === 'ne') return !among([one]);
  if (value === null) return false;
  if (operator === 'startsWith') return String(value).startsWith(String(one));
  if (operator === 'contains') return String(value).includes(String(one));
  const order = compare(value, one);
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[operator] ?? false;
}

/** Rows in an ordering: null last ascending and first descending; the key decides ties in the last direction. */
export function sorted(rows: readonly ModelRow[], orderBy: readonly OrderEntry[]): ModelRow[] {
  const last = orderBy.at(-1)?.[1] ?? 'ASC';
  const terms: readonly (readonly ['parcelId' | ModelField, string])[] = [...orderBy, ['parcelId', last]];
  return rows.toSorted((left, right) => {
    for (const [name, direction] of terms) {
      const order = compareNullsLast(left[name], right[name]);
      if (order !== 0) return direction === 'ASC' ? order : -order;
    }
    return 0;
  });
}

function compareNullsLast(left: Value | null, right: Value | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compare(left, right);
}

export type OrderEntry = readonly [ModelField, 'ASC' | 'DESC'];

const direction = fc.constantFrom('ASC' as const, 'DESC' as const);

export const anyOrder: fc.Arbitrary<OrderEntry[]> = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...ordered), direction),
  { maxLength: 3, selector: ([name]) => name },
);

function operand(name: ModelField): fc.Arbitrary<Value> {
  return fc.constantFrom<Value>(...modelFields[name].values);
}

function operators(name: ModelField): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const one = operand(name);
  const some = fc.array(one, { maxLength: 3 });
  const equality = { eq: one, ne: one, in: some, notIn: some, isNull: fc.boolean() };
  const order = { lt: one, lte: one, gt: one, gte: one };
  const allowed: Record<string, fc.Arbitrary<unknown>> = {
    ...equality,
    ...(ordered.includes(name) ? order : {}),
    ...(name === 'label' ? { startsWith: one, contains: one } : {}),
  };
  return fc
    .subarray(Object.keys(allowed), { minLength: 1, maxLength: 2 })
    .chain((names) =>
      fc.record(Object.fromEntries(names.map((operator) => [operator, allowed[operator] ?? one]))),
    );
}

const anyField = fc
  .constantFrom(...modelFieldNames)
  .chain((name) => operators(name).map((asked): Readonly<Record<string, unknown>> => ({ [name]: asked })));

export const anyWhere: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.letrec<{
  where: Readonly<Record<string, unknown>>;
}>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    anyField,
    fc.record({ and: fc.array(tie('where'), { maxLength: 2 }) }),
    fc.record({ or: fc.array(tie('where'), { maxLength: 3 }) }),
    fc.record({ not: tie('where') }),
  ),
})).where;

const blank = {
  label: null,
  pieceCount: null,
  weight: null,
  machineNumber: null,
  price: null,
  shippedOn: null,
  deliveredAt: null,
  isExpress: null,
  progress: null,
} satisfies Record<ModelField, null>;

/** Rows with many equal values and many nulls, so that ties and nulls meet every page boundary. */
export const someRows: readonly ModelRow[] = fc
  .sample(
    fc.record(
      Object.fromEntries(modelFieldNames.map((name) => [name, fc.option(operand(name), { freq: 3 })])),
    ),
    { numRuns: 60, seed: 7 },
  )
  .map((values, index) => ({
    ...blank,
    ...values,
    parcelId: `p${index.toString().padStart(2, '0')}`,
    region: index % 3 === 0 ? 'SOUTH' : 'NORTH',
  }));

function list(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function values(value: unknown): Value[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return entries.filter(
    (entry) => typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean',
  );
}
