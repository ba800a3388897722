import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonTypes, type JsonType, type Shape } from '../../../../src/contract/model.ts';
import { shapeFindings } from '../../../../src/pipeline/drift/shapeFindings.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const names = ['a', 'b', "it's", 'x y'];

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc
    .record({
      types: fc.uniqueArray(fc.constantFrom(...jsonTypes), { minLength: 1, maxLength: 3 }),
      properties: fc.option(fc.dictionary(fc.constantFrom(...names), tie('shape'), { maxKeys: 3 }), {
        nil: undefined,
      }),
      items: fc.option(tie('shape'), { nil: undefined, depthSize: 'small' }),
    })
    .map(({ types, properties, items }): Shape => {
      const members = Object.entries(properties ?? {});
      return {
        types: [
          ...types,
          ...(members.length > 0 ? (['object'] as const) : []),
          ...(items ? (['array'] as const) : []),
        ],
        required: members.slice(0, 1).map(([name]) => name),
        ...(properties && { properties: new Map(members) }),
        ...(items && { items }),
      };
    }),
}));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, 1, -2, 0.5, 1e300, 'text', ''),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names, 'new'), tie('value'), { maxKeys: 4 }),
  ),
}));

function typeOf(one: unknown): JsonType {
  if (one === null) return 'null';
  if (Array.isArray(one)) return 'array';
  if (typeof one === 'number') return Number.isInteger(one) ? 'integer' : 'number';
  return jsonTypes.find((type) => type === typeof one) ?? 'object';
}

/** The same, as one would write it down without a database. */
function* differences(
  one: unknown,
  { types, properties, required, items }: Shape,
  path: string,
  own: string,
): Iterable<string> {
  const type = typeOf(one);
  if (!types.includes(type) && !(type === 'integer' && types.includes('number'))) {
    yield `${own} RETYPED ${types.join(' | ')}>${type}`;
  }
  if (Array.isArray(one)) {
    if (items) for (const item of one) yield* differences(item, items, `${path}[*]`, `${path}[*]/`);
  } else if (typeof one === 'object' && one !== null) {
    const members = new Map(Object.entries(one));
    for (const name of required) {
      if (!members.has(name))
        yield `${path}/${name} MISSING ${properties?.get(name)?.types.join(' | ') ?? ''}>`;
    }
    if (properties === undefined) return;
    for (const [name, member] of members) {
      const declared = properties.get(name);
      if (declared === undefined) yield `${path}/${name} NEW >${typeOf(member)}`;
      else
        yield* differences(
          member,
          declared,
          `${path}.${/^\w+$/.test(name) ? name : JSON.stringify(name)}`,
          `${path}/${name}`,
        );
    }
  }
}

it('finds in any value and for any shape what a plain walk finds', async () => {
  await fc.assert(
    fc.asyncProperty(shape, fc.array(value, { minLength: 1, maxLength: 5 }), async (declared, values) => {
      const rows = await test.database.query<{ found: string }>({
        text: `
          with event as materialized (
            select place as n, 's' as source, 't' as event_type, value as payload, 1 as shape
            from jsonb_array_elements($1) with ordinality as a (value, place)
          ), found (n, source, event_type, parent, name, kind, declared, seen) as (${shapeFindings(declared, 1).join(' union all ')})
          select n || ' ' || parent || '/' || coalesce(name, '') || ' ' || kind || ' ' || declared || '>' || seen as found from found`,
        values: [JSON.stringify(values)],
      });
      const expected = values.flatMap((one, index) =>
        [...differences(one, declared, '$', '$/')].map((found) => `${index + 1} ${found}`),
      );
      expect(rows.map(({ found }) => found).toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 300 },
  );
}, 60_000);
