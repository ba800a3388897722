import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, isObjectType, parse } from 'graphql';
import { coerceVariables } from '../../../../src/server/limits/coerceVariables.ts';
import type { Amount } from '../../../../src/server/limits/Amount.ts';
import { countRequested } from '../../../../src/server/limits/countRequested.ts';
import { stubSchema } from '../../../support/stubEngine.ts';

/** Three contract versions, two of one name. */
const catalogSchema = buildSchema(`
  type Query { contracts: [Contract!]! contract(name: String!): Contract }
  type Contract { name: String! versions: [Contract!]! supersedes: Contract fields: [ContractField!]! }
  type ContractField { name: String! fields: [ContractField!]! }
  type SaleV1 { _meta: String }
  type SaleV2 { _meta: String }
  type OrderV1 { _meta: String }
`);

const exceptionsSchema = buildSchema(`
  type Query { exceptions(kind: String, first: Int, last: Int): ExceptionConnection! }
  type ExceptionConnection { edges: [ExceptionEdge!]! nodes: [ReconciliationException!]! totalCount: Int! }
  type ExceptionEdge { cursor: String! node: ReconciliationException! }
  type ReconciliationException { id: ID! rows: [ConcernedRow!]! }
  type ConcernedRow { contract: String! key: String! }
`);

function requested(
  text: string,
  variables: Record<string, unknown> = {},
  operationName?: string,
  schema = stubSchema,
): Amount {
  const document = parse(text);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('no such operation');
  return countRequested(schema, document, operation, coerceVariables(schema, operation, variables));
}

const rows = (...args: Parameters<typeof requested>): number => requested(...args).rows;
const values = (...args: Parameters<typeof requested>): number => requested(...args).values;

describe('countRequested', () => {
  it('counts a page as its size, by literal and by variable', () => {
    expect(rows('{ saleList(first: 7) { nodes { saleId } } }')).toBe(7);
    expect(rows('query ($n: Int) { saleList(first: $n) { nodes { saleId } } }', { n: 1e9 })).toBe(1e9);
    expect(rows('{ saleList(last: 8) { edges { node { saleId } } } }')).toBe(8);
  });

  it('counts the default page where no size is given, or null', () => {
    expect(rows('{ saleList { nodes { saleId } } }')).toBe(50);
    expect(rows('query ($n: Int) { saleList(first: $n) { nodes { saleId } } }', { n: null })).toBe(50);
  });

  it('uses a variable’s default', () => {
    expect(rows('query ($n: Int = 400) { saleList(first: $n) { nodes { saleId } } }')).toBe(400);
  });

  it('counts a page although nothing of its rows is selected', () => {
    expect(rows('{ saleList(first: 9) { totalCount } }')).toBe(9);
  });

  it('multiplies what is nested: links and pages within pages', () => {
    expect(rows('{ saleList(first: 10) { nodes { timeline { saleId } } } }')).toBe(20);
    expect(rows('{ saleList(first: 10) { nodes { related(first: 20) { nodes { saleId } } } } }')).toBe(210);
  });

  it('counts through fragments as often as they are spread', () => {
    const text = `{ a: saleList(first: 10) { ...F } saleList(first: 20) { ...F } } fragment F on SaleConnection { nodes { ... { timeline { saleId } } } }`;
    expect(rows(text)).toBe(60);
  });

  it('counts entities by their representations', () => {
    const text = 'query ($r: [Anything!]!) { _entities(representations: $r) { ... on Sale { saleId } } }';
    expect(rows(text, { r: [{}, {}, {}] })).toBe(3);
    expect(rows(text.replace('saleId', 'timeline { saleId }'), { r: [{}, {}, {}] })).toBe(3);
  });

  it('does not count what is skipped', () => {
    const text = `query ($yes: Boolean!) { saleList(first: 10) @skip(if: $yes) { totalCount } sale(saleId: 1) @include(if: $yes) { saleId } }`;
    expect(rows(text, { yes: true })).toBe(1);
    expect(rows(text, { yes: false })).toBe(10);
  });

  it('counts the named operation only', () => {
    const text = 'query A { saleList(first: 10) { totalCount } } query B { sale(saleId: 1) { saleId } }';
    expect(rows(text, {}, 'B')).toBe(1);
  });

  it('leaves arguments that cannot be coerced to execution', () => {
    const text = 'query ($id: ID = "1") { _entities(representations: $id) { __typename } }';
    expect(rows(text, { id: null })).toBe(50);
  });

  it.each([
    ['{ contracts { name } }', 3],
    ['{ contract(name: "Sale") { name } }', 1],
    ['{ contracts { versions { name } } }', 3 * (1 + 2)],
    ['{ contracts { versions { versions { name } } } }', 3 * (1 + 2 * (1 + 2))],
    ['{ contracts { supersedes { supersedes { name } } } }', 3 * (1 + 1 + 1)],
    ['{ contracts { fields { name } again: fields { fields { name } } } }', 3 * (1 + 10 + 20)],
  ])('counts contracts of the catalog: %s', (text, count) => {
    expect(rows(text, {}, undefined, catalogSchema)).toBe(count);
  });

  it('does not follow a cycle for ever', () => {
    expect(rows('{ sale(saleId: 1) { ...A } } fragment A on Sale { timeline { ...A } }')).toBe(2);
  });
});

/** A row with lists of objects in it, as lineage and nested types are. */
const nestedSchema = buildSchema(`
  type Query { saleV1List(first: Int): SaleV1Connection! saleV1(saleId: ID!): SaleV1 }
  type SaleV1Connection { nodes: [SaleV1!]! edges: [SaleV1Edge!]! totalCount: Int! }
  type SaleV1Edge { cursor: String! node: SaleV1! }
  type SaleV1 { saleId: ID! tags: [String!] address: Address entries: [Entry!]! _meta: RowMeta! }
  type Address { city: String }
  type Entry { at: String step: String parts: [Entry!] }
  type RowMeta { exceptions: [RowException!]! lineage: [RowLineage!]! }
  type RowException { id: ID! }
  type RowLineage { product: String! events: [SourceEvent!]! }
  type SourceEvent { source: String! offset: String! }
`);

describe('what is within a row', () => {
  it.each([
    ['saleId tags address { city }', 1],
    ['entries { at }', 2],
    ['a: entries { at } b: entries { at }', 3],
    ['entries { at parts { at } }', 3],
    ['_meta { exceptions { id } }', 2],
    ['_meta { lineage { product } }', 5],
    ['_meta { lineage { product events { source } } }', 6],
    ['a: _meta { lineage { product } } b: _meta { lineage { product } }', 9],
  ])('counts as rows as often as it is asked for: %s', (selection, count) => {
    expect(rows(`{ saleV1(saleId: 1) { ${selection} } }`, {}, undefined, nestedSchema)).toBe(count);
    expect(rows(`{ saleV1List(first: 10) { nodes { ${selection} } } }`, {}, undefined, nestedSchema)).toBe(
      10 * count,
    );
    expect(
      rows(`{ saleV1List(first: 10) { edges { node { ${selection} } } } }`, {}, undefined, nestedSchema),
    ).toBe(10 * count);
  });
});

describe('exceptions', () => {
  const count = (text: string): Amount => requested(text, {}, undefined, exceptionsSchema);

  it('count as rows, and again with the rows that they concern', () => {
    expect(count('{ exceptions { nodes { id } } }')).toEqual({ rows: 50, values: 50 });
    expect(count('{ exceptions(first: 10) { totalCount } }').rows).toBe(10);
    expect(count('{ exceptions(last: 10) { edges { node { id rows { contract key } } } } }')).toEqual({
      rows: 20,
      values: 30,
    });
  });
});

describe('values', () => {
  it('are the leaves, times the rows of their page', () => {
    expect(values('{ hello sale(saleId: 1) { saleId __typename } }')).toBe(3);
    expect(values('{ saleList(first: 10) { nodes { saleId timeline { saleId } } } }')).toBe(20);
    expect(
      values('{ saleV1List(first: 10) { nodes { a: saleId b: saleId } } }', {}, undefined, nestedSchema),
    ).toBe(20);
  });

  it('of a list within a row count as those of one object', () => {
    expect(
      values(
        '{ saleV1(saleId: 1) { entries { at step } _meta { lineage { product } } } }',
        {},
        undefined,
        nestedSchema,
      ),
    ).toBe(3);
  });

  it('of introspection count as the schema has them', () => {
    const types = Object.values(nestedSchema.getTypeMap());
    const fields = types.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []));
    const count = (text: string) => values(text, {}, undefined, nestedSchema);
    expect(count('{ __schema { types { name kind } } }')).toBe(2 * types.length);
    expect(count('{ __schema { types { fields { name } } } }')).toBeCloseTo(fields.length);
    expect(count('{ __schema { types { fields { type { fields { name } } } } } }')).toBeCloseTo(
      fields.length * (fields.length / types.length),
    );
    expect(count('{ __type(name: "SaleV1") { name } }')).toBe(1);
    expect(rows('{ __schema { types { name } } }', {}, undefined, nestedSchema)).toBe(0);
  });
});
