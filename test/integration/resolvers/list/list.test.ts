import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createParcelDatabase, insertParcels } from '../../../support/parcelDatabase.ts';
import { parcelProfile, parcelsProject } from '../../../support/parcels.ts';
import type { TestDatabase } from '../../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../../support/runOperation.ts';
import {
  anyOrder,
  anyWhere,
  matches,
  modelFieldNames,
  modelFields,
  someRows,
  sorted,
  type ModelRow,
  type OrderEntry,
} from './parcelModel.ts';

let test: TestDatabase;
let runner: OperationRunner;
const statements: string[] = [];

beforeAll(async () => {
  test = await createParcelDatabase();
  await insertParcels(
    test.database,
    someRows.map((row) => ({
      parcel_id: row.parcelId,
      region: row.region,
      ...Object.fromEntries(modelFieldNames.map((name) => [modelFields[name].column, row[name]])),
    })),
  );
  runner = createOperationRunner({
    project: parcelsProject,
    database: test.connect({
      onStatement: ({ text }) => {
        statements.push(text);
      },
    }),
  });
});

afterAll(() => test.drop());

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly parcelId: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

const query = `query (
  $where: ParcelV2Where, $orderBy: [ParcelV2OrderBy!], $first: Int, $after: String, $last: Int, $before: String
) {
  parcelV2List(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { parcelId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}`;

async function read(
  variables: Readonly<Record<string, unknown>>,
  caller: 'tracker' | 'analyst' = 'tracker',
): Promise<Connection> {
  const { data, messages } = await runner.run(parcelProfile(caller), query, variables);
  expect(messages).toEqual([]);
  const list: unknown = data?.['parcelV2List'];
  if (!isConnection(list)) throw new Error('no connection');
  return list;
}

function isConnection(value: unknown): value is Connection {
  return typeof value === 'object' && value !== null && 'edges' in value && 'pageInfo' in value;
}

function ids(rows: readonly ModelRow[]): string[] {
  return rows.map(({ parcelId }) => parcelId);
}

function orderArgument(orderBy: readonly OrderEntry[]): unknown {
  return orderBy.map(([name, direction]) => ({ [name]: direction }));
}

const runs = { numRuns: 60 };

describe('a list', () => {
  it('has the rows that a plain model of filter and order has', async () => {
    await fc.assert(
      fc.asyncProperty(anyWhere, anyOrder, fc.boolean(), async (where, orderBy, everywhere) => {
        const expected = sorted(
          someRows.filter((row) => (everywhere || row.region === 'NORTH') && matches(where, row)),
          orderBy,
        );
        const list = await read(
          { where, orderBy: orderArgument(orderBy), first: 500 },
          everywhere ? 'tracker' : 'analyst',
        );
        expect(list.edges.map(({ node }) => node.parcelId)).toEqual(ids(expected));
        expect(list.totalCount).toBe(expected.length);
        expect(list.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
      }),
      { numRuns: 250 },
    );
  });

  it('is the same page by page, forwards', async () => {
    await fc.assert(
      fc.asyncProperty(anyWhere, anyOrder, fc.integer({ min: 7, max: 25 }), async (where, orderBy, size) => {
        const expected = ids(
          sorted(
            someRows.filter((row) => matches(where, row)),
            orderBy,
          ),
        );
        let after: string | null = null;
        for (let at = 0; at === 0 || at < expected.length; at += size) {
          const page: Connection = await read({ where, orderBy: orderArgument(orderBy), first: size, after });
          expect(page.edges.map(({ node }) => node.parcelId)).toEqual(expected.slice(at, at + size));
          expect(page.pageInfo).toEqual({
            hasNextPage: at + size < expected.length,
            hasPreviousPage: at > 0,
            startCursor: page.edges[0]?.cursor ?? null,
            endCursor: page.edges.at(-1)?.cursor ?? null,
          });
          expect(page.totalCount).toBe(expected.length);
          after = page.pageInfo.endCursor;
        }
      }),
      runs,
    );
  });

  it('is the same page by page, backwards', async () => {
    await fc.assert(
      fc.asyncProperty(anyWhere, anyOrder, fc.integer({ min: 7, max: 25 }), async (where, orderBy, size) => {
        const expected = ids(
          sorted(
            someRows.filter((row) => matches(where, row)),
            orderBy,
          ),
        );
        let before: string | null = null;
        for (let end = expected.length; end === expected.length || end > 0; end -= size) {
          const page: Connection = await read({ where, orderBy: orderArgument(orderBy), last: size, before });
          expect(page.edges.map(({ node }) => node.parcelId)).toEqual(
            expected.slice(Math.max(0, end - size), end),
          );
          expect(page.pageInfo).toMatchObject({
            hasNextPage: end < expected.length,
            hasPreviousPage: end - size > 0,
          });
          before = page.pageInfo.startCursor;
        }
      }),
      runs,
    );
  });

  it('between two cursors has what lies between', async () => {
    const all = await read({ first: 500, orderBy: [{ label: 'ASC' }] });
    const cursors = all.edges.map(({ cursor }) => cursor);
    const between = { orderBy: [{ label: 'ASC' }], after: cursors[9], before: cursors[20] };
    const inside = all.edges.slice(10, 20).map(({ node }) => node.parcelId);
    const forwards = await read({ ...between, first: 4 });
    expect(forwards.edges.map(({ node }) => node.parcelId)).toEqual(inside.slice(0, 4));
    expect(forwards.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const backwards = await read({ ...between, last: 4 });
    expect(backwards.edges.map(({ node }) => node.parcelId)).toEqual(inside.slice(-4));
    const whole = await read({ ...between, first: 10 });
    expect(whole.edges.map(({ node }) => node.parcelId)).toEqual(inside);
    expect(whole.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('without a page size has 50 rows, ordered by key', async () => {
    const list = await read({});
    expect(list.edges.map(({ node }) => node.parcelId)).toEqual(ids(someRows.slice(0, 50)));
    expect(list.pageInfo.hasNextPage).toBe(true);
  });

  it('of no rows still says whether there are any', async () => {
    expect(await read({ first: 0 })).toMatchObject({
      edges: [],
      totalCount: 60,
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('is one statement, whatever is selected; rows are counted only when asked', async () => {
    statements.splice(0);
    await read({ first: 2 });
    const selects = statements.filter((text) => text.startsWith('select'));
    expect(selects).toHaveLength(1);
    statements.splice(0);
    await runner.run(parcelProfile('tracker'), '{ parcelV2List(first: 2) { nodes { label } } }');
    expect(statements.filter((text) => text.startsWith('select'))).toEqual([
      'select "label", "parcel_id" from "contract"."parcel_v2" where true order by "parcel_id" limit $1',
    ]);
  });
});

describe('what a list refuses', () => {
  it.each([
    ['a cursor that was made up', { after: 'x' }, 'CURSOR_INVALID'],
    ['first of a billion (attack 7)', { first: 1_000_000_000 }, 'LIMIT_EXCEEDED'],
    ['a negative number', { last: -1 }, 'BAD_USER_INPUT'],
    ['both directions', { first: 1, last: 1 }, 'BAD_USER_INPUT'],
    [
      '10,000 values (attack 9)',
      { where: { label: { in: Array.from({ length: 10_000 }, String) } } },
      'LIMIT_EXCEEDED',
    ],
    ['two fields in one entry of orderBy', { orderBy: [{ label: 'ASC', price: 'ASC' }] }, 'BAD_USER_INPUT'],
    ['NUL in a filter (attack 51)', { where: { label: { eq: 'a\0' } } }, 'BAD_USER_INPUT'],
    [
      'a lone surrogate (attack 51)',
      { where: { or: [{ label: { startsWith: '\ud800' } }] } },
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_name, variables, code) => {
    const { codes, data } = await runner.run(parcelProfile('tracker'), query, variables);
    expect(codes).toEqual([code]);
    expect(data).toBeNull();
  });

  it('a cursor of another ordering or caller (attack 16)', async () => {
    const list = await read({ first: 1, orderBy: [{ label: 'ASC' }] });
    const after = list.pageInfo.endCursor;
    const otherOrder = await runner.run(parcelProfile('tracker'), query, {
      after,
      orderBy: [{ label: 'DESC' }],
    });
    expect(otherOrder.codes).toEqual(['CURSOR_INVALID']);
    const otherCaller = await runner.run(parcelProfile('analyst'), query, {
      after,
      orderBy: [{ label: 'ASC' }],
    });
    expect(otherCaller.codes).toEqual(['CURSOR_INVALID']);
    expect(otherCaller.messages).toEqual(otherOrder.messages);
  });

  it('SQL in every input that becomes SQL finds nothing and breaks nothing (attack 49)', async () => {
    const evil = `x'; drop table contract.parcel_v2; --`;
    for (const where of [
      { label: { eq: evil } },
      { label: { startsWith: evil } },
      { label: { contains: evil } },
      { label: { in: [evil, '"'] } },
      { parcelId: { eq: evil } },
    ]) {
      expect((await read({ where })).edges).toEqual([]);
    }
    expect((await read({})).totalCount).toBe(60);
  });
});
