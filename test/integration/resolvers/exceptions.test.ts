import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccessProfile } from '../../../src/policy/AccessProfile.ts';
import { isReconciliation } from '../../../src/query/selection/metaColumns.ts';
import { AnswerMemory } from '../../../src/server/limits/AnswerMemory.ts';
import { defaultLimits, type Limits } from '../../../src/server/limits/Limits.ts';
import { defaultLoadLimits } from '../../../src/server/limits/LoadLimits.ts';
import { OperationBudget } from '../../../src/server/limits/OperationBudget.ts';
import type { Person } from '../../support/clinicGateway.ts';
import { disputedEvents, disputedSellers, lateEvents } from '../../support/disputedEvents.ts';
import { retailerPeople, retailerProfile, retailerSeller } from '../../support/retailerProfile.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';
import { createRetailer, type Retailer } from '../retailer/retailer.ts';

type Exception = Readonly<Record<string, unknown>>;

interface Listed extends Exception {
  readonly id: string;
  readonly rows: readonly { readonly contract: string; readonly key: Readonly<Record<string, unknown>> }[];
}

interface Page {
  readonly nodes: readonly Listed[];
  readonly pageInfo: {
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
  readonly totalCount: number;
}

const shown = 'id kind owner openedAt dueAt';

let retailer: Retailer;
let runner: OperationRunner;

beforeAll(async () => {
  retailer = await createRetailer();
  await retailer.ingestEventsAndDerive(disputedEvents, 500);
  await retailer.ingestEventsAndDerive([...disputedEvents, ...lateEvents], 500);
  runner = createOperationRunner({ project: retailer.project, database: retailer.database });
}, 120_000);
afterAll(() => retailer.close());

const profileOf = (person: Person): AccessProfile => retailerProfile(retailer.project, person);

const callers: readonly (readonly [string, Person])[] = [
  ['revenue close', retailerPeople.close],
  ['a regulator of one region', retailerPeople.regulator],
  ['analytics with masks', retailerPeople.analytics],
  ['support', retailerPeople.support],
  ['a seller', retailerSeller(disputedSellers[0])],
  ['another seller', retailerSeller(disputedSellers[1])],
];

async function dataOf(
  profile: AccessProfile,
  source: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { data, messages } = await runner.run(profile, source, variables);
  expect(messages).toEqual([]);
  if (data === null) throw new Error('no data');
  return data;
}

async function pageOf(profile: AccessProfile, args: string, variables = {}): Promise<Page> {
  const { exceptions } = (await dataOf(
    profile,
    `query${args.includes('$cursor') ? ' ($cursor: String)' : ''} { exceptions${args} {
      nodes { ${shown} reconciliation severity resolvedAt rows { contract key } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage } totalCount
    } }`,
    variables,
  )) as { exceptions: Page };
  return exceptions;
}

/** Every exception of a list, page by page. */
async function allOf(profile: AccessProfile, filter: string, size = 500): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await pageOf(profile, `(${filter} first: ${size}, after: $cursor)`, { cursor });
    found.push(...page.nodes);
    cursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (cursor !== null);
  return found;
}

const byText = (left: unknown, right: unknown): number =>
  JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;

/** In the order of its members' code points, as Postgres compares them here. */
const textOf = (members: readonly unknown[]): string => members.join('\u0001');

/** What `_meta` says of all rows that the caller may see: every exception with the rows that name it. */
async function exceptionsOfRows(profile: AccessProfile): Promise<readonly unknown[]> {
  const found = new Map<string, { readonly exception: Exception; readonly rows: unknown[] }>();
  for (const { contract } of profile.contracts.values()) {
    if (!contract.derivedFrom.some(isReconciliation)) continue;
    const key = contract.key.map(({ name }) => name);
    let after: string | null = null;
    do {
      const data = await dataOf(
        profile,
        `query ($after: String) { list: ${contract.queryName}List(first: 500, after: $after) {
          nodes { ${key.join(' ')} _meta { exceptions { ${shown} } } } pageInfo { hasNextPage endCursor }
        } }`,
        { after },
      );
      const { list } = data as {
        list: {
          nodes: readonly (Exception & { readonly _meta: { readonly exceptions: readonly Exception[] } })[];
          pageInfo: Page['pageInfo'];
        };
      };
      for (const node of list.nodes) {
        for (const exception of node._meta.exceptions) {
          const id = String(exception['id']);
          const entry = found.get(id) ?? { exception, rows: [] };
          found.set(id, entry);
          entry.rows.push({
            contract: contract.id,
            key: Object.fromEntries(key.map((name) => [name, node[name]])),
          });
        }
      }
      after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
    } while (after !== null);
  }
  return [...found.values()]
    .map(({ exception, rows }) => ({ ...exception, rows: rows.sort(byText) }))
    .sort(byText);
}

const asOfRows = ({ id, kind, owner, openedAt, dueAt, rows }: Listed): unknown => ({
  ...{ id, kind, owner, openedAt, dueAt },
  rows: rows.toSorted(byText),
});

describe.each(callers)('exceptions for %s', (_name, person) => {
  const profile = (): AccessProfile => profileOf(person);

  it('that are open are those that `_meta` of the rows tells of, with just those rows (attack 24)', async () => {
    const listed = await allOf(profile(), 'open: true,');
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.map(asOfRows).sort(byText)).toEqual(await exceptionsOfRows(profile()));
    expect(listed.every(({ resolvedAt }) => resolvedAt === null)).toBe(true);
  });

  it('come page by page, the oldest first, what is withheld last', async () => {
    const listed = await allOf(profile(), '');
    const order = listed.map(({ openedAt, id, rows }) =>
      openedAt === null
        ? ['~', ...rows.flatMap(({ contract, key }) => [contract, ...Object.values(key)])]
        : [openedAt, id],
    );
    expect(order.map(textOf)).toEqual(order.map(textOf).sort());
    for (const size of [3, 17]) expect(await allOf(profile(), '', size)).toEqual(listed);
    const { totalCount, pageInfo } = await pageOf(profile(), '(first: 1)');
    expect({ totalCount, ...pageInfo }).toMatchObject({
      totalCount: listed.length,
      hasPreviousPage: false,
      hasNextPage: listed.length > 1,
    });
  });

  it('are found by what is shown of them and nothing else (attacks 17, 30)', async () => {
    const listed = await allOf(profile(), '');
    const values = new Set(['WITHHELD', 'NONE']);
    for (const { exceptionKinds } of retailer.project.reconciliations) {
      for (const { name } of exceptionKinds) values.add(name);
    }
    for (const kind of values) {
      const expected = listed.filter((one) => one['kind'] === kind);
      expect({ kind, found: await allOf(profile(), `kind: "${kind}",`) }).toEqual({ kind, found: expected });
      const { totalCount } = await pageOf(profile(), `(kind: "${kind}", first: 0)`);
      expect(totalCount).toBe(expected.length);
    }
    for (const owner of ['payments', 'finance-data', 'shipping', 'ordering', 'marketplace', 'stores', 'x']) {
      const expected = listed.filter((one) => one['owner'] === owner);
      expect({ owner, found: await allOf(profile(), `owner: "${owner}",`) }).toEqual({
        owner,
        found: expected,
      });
    }
    for (const open of [true, false]) {
      expect(await allOf(profile(), `open: ${open},`)).toEqual(
        listed.filter(({ resolvedAt }) => (resolvedAt === null) === open),
      );
    }
  });
});

describe('exceptions', () => {
  const close = (): AccessProfile => profileOf(retailerPeople.close);

  it('that were resolved say when, and which rows they concerned', async () => {
    const resolved = await allOf(close(), 'open: false,');
    expect(resolved.length).toBeGreaterThan(0);
    for (const { resolvedAt, openedAt, rows } of resolved) {
      expect(String(resolvedAt) > String(openedAt)).toBe(true);
      expect(rows).not.toEqual([]);
    }
  });

  it('come from the end too', async () => {
    const profile = profileOf(retailerPeople.analytics);
    const listed = await allOf(profile, '');
    const found: Listed[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await pageOf(profile, '(last: 7, before: $cursor)', { cursor });
      expect(page.pageInfo.hasNextPage).toBe(cursor !== null);
      found.unshift(...page.nodes);
      cursor = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
    } while (cursor !== null);
    expect(found).toEqual(listed);
    const { pageInfo } = await pageOf(profile, '(first: 2)');
    const second = await pageOf(profile, '(first: 2, after: $cursor)', { cursor: pageInfo.endCursor });
    expect(second.pageInfo.hasPreviousPage).toBe(true);
    expect(second.nodes).toEqual(listed.slice(2, 4));
  });

  it('refuse a cursor of another filter or caller (attack 16)', async () => {
    const { pageInfo } = await pageOf(close(), '(first: 1)');
    const variables = { cursor: pageInfo.endCursor };
    const source = (args: string): string =>
      `query ($cursor: String) { exceptions(first: 1, after: $cursor${args}) { nodes { id } } }`;
    expect((await runner.run(close(), source(''), variables)).codes).toEqual([]);
    for (const args of [', open: true', ', open: false', ', owner: "stores"', ', kind: "WITHHELD"']) {
      expect((await runner.run(close(), source(args), variables)).codes).toEqual(['CURSOR_INVALID']);
    }
    const support = profileOf(retailerPeople.support);
    expect((await runner.run(support, source(''), variables)).codes).toEqual(['CURSOR_INVALID']);
  });

  it('name the contracts behind the answer, and are audited with the rows that were told of', async () => {
    const { data, ending } = await runner.run(
      close(),
      '{ exceptions(kind: "PAYMENT_DIFFERS_FROM_ITEMS", first: 2) { nodes { rows { key } } } }',
    );
    expect(data?.['exceptions']).toMatchObject({ nodes: [{}, {}] });
    expect(ending.extensions['contracts']).toMatchObject([
      { name: 'finance_recognized_sale', version: 1 },
      { name: 'finance_recognized_sale', version: 2 },
    ]);
    const audited = await retailer.database.query({
      text: `select contract, operation, row_count, fields from audit.access order by id desc limit 4`,
    });
    const saleId = { field: 'saleId', classification: 'INTERNAL', decision: 'CLEAR' };
    expect(audited.reverse()).toEqual(
      ['exceptions', 'ReconciliationException.rows'].flatMap((operation) =>
        [1, 2].map((version) => ({
          contract: `finance_recognized_sale@${version}`,
          operation,
          row_count: 2,
          fields: [saleId],
        })),
      ),
    );
  });

  it.each<[string, Partial<Limits>]>([
    ['values', { values: 100 }],
    ['bytes', { answerBytes: 1_000 }],
    ['rows behind them', { rowsBehind: 20 }],
  ])('end an operation that is to hold too many %s (I9)', async (_what, limits) => {
    const budget = new OperationBudget(
      { ...defaultLimits, ...limits },
      new AnswerMemory(defaultLoadLimits).open('revenue-close'),
    );
    const { project, database } = retailer;
    const { codes } = await createOperationRunner({ project, database, openBudget: () => budget }).run(
      close(),
      '{ exceptions { nodes { id kind owner openedAt rows { contract key } } } }',
    );
    expect(new Set(codes)).toEqual(new Set(['LIMIT_EXCEEDED']));
    expect(budget.refusal?.code).toBe('LIMIT_EXCEEDED');
  });
});
