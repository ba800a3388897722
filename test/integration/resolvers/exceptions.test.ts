import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSample } from '../../../schema/sample/generate.ts';
import type { SampleEvent } from '../../../schema/sample/SampleEvent.ts';
import type { AccessProfile } from '../../../src/policy/AccessProfile.ts';
import { compileAccessProfile } from '../../../src/policy/compileAccessProfile.ts';
import { isReconciliation } from '../../../src/query/selection/metaColumns.ts';
import { creditLine, deliveredOrder, storeLine } from '../../support/retailerEvents.ts';
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

const sellerOf = (number: number): string => `s-${number % 3}`;
const orders = Array.from({ length: 24 }, (_, number) => number);

/** An order of two sellers, of which one says no place for its city, that is paid too little. */
function underpaid(number: number): readonly SampleEvent[] {
  const items = [
    { seller: sellerOf(number), city: 'santos' },
    { seller: sellerOf(number + 1), city: `mail${number}@example.com` },
  ];
  return deliveredOrder(`late-${number}`, items).map((event) =>
    event.topic === 'payments.payments'
      ? { ...event, value: { ...event.value, payment_value: '20.00' } }
      : event,
  );
}

/** The rest of the payment, days later. */
function latePayment(number: number): SampleEvent {
  const [first] = underpaid(number).filter(({ topic }) => topic === 'payments.payments');
  if (first === undefined) throw new Error('no payment');
  const rest = { eventId: `late-${number}:rest`, payment_sequential: 2, payment_value: '4.00' };
  return { ...first, timestamp: Date.UTC(2026, 10, 9), value: { ...first.value, ...rest } };
}

const back = orders.map((number) => ({
  invoice: `C${number}`,
  customer: number % 4 === 0 ? '' : `c-${number % 5}`,
  stockCode: `goods-${number % 7}`,
  country: number % 2 === 0 ? 'France' : 'United Kingdom',
}));

beforeAll(async () => {
  retailer = await createRetailer();
  const first = [
    ...generateSample({ seed: 7, orders: 150, storeLines: 1_000 }),
    ...orders.flatMap(underpaid),
    ...back.map((line, number) => creditLine(100_000 + number, line)),
  ];
  await retailer.ingestEventsAndDerive(first, 500);
  // What comes late resolves every other exception.
  const late = [
    ...orders.filter((number) => number % 2 === 0).map(latePayment),
    ...back
      .filter((_line, number) => number % 3 === 0)
      .map((line, number) => storeLine(200_000 + number, { ...line, invoice: `I${number}` })),
  ];
  await retailer.ingestEventsAndDerive([...first, ...late], 500);
  runner = createOperationRunner({ project: retailer.project, database: retailer.database });
}, 120_000);
afterAll(() => retailer.close());

function profileOf(
  consumer: string,
  purpose: string,
  claims: Readonly<Record<string, string>> = {},
): AccessProfile {
  return compileAccessProfile(
    retailer.project,
    {
      consumer,
      purpose,
      purposes: [purpose],
      claims: new Map(Object.entries(claims)),
      expiresAt: new Date('2030-01-01T00:00:00Z'),
    },
    { now: new Date('2026-11-23T12:00:00Z') },
  );
}

const callers: readonly (readonly [string, () => AccessProfile])[] = [
  ['revenue close', () => profileOf('revenue-close', 'REVENUE_CLOSE')],
  ['a regulator of one region', () => profileOf('eu-regulator', 'REGULATORY_REPORTING')],
  ['analytics with masks', () => profileOf('growth-analytics', 'ANALYTICS')],
  ['support', () => profileOf('support-desk', 'CUSTOMER_SUPPORT')],
  ['a seller', () => profileOf('partner-portal', 'PARTNER_SETTLEMENT', { seller: 's-0' })],
  ['another seller', () => profileOf('partner-portal', 'PARTNER_SETTLEMENT', { seller: 's-1' })],
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

describe.each(callers)('exceptions for %s', (_name, profile) => {
  it('that are open are those that `_meta` of the rows tells of, with just those rows (attack 24)', async () => {
    const listed = await allOf(profile(), 'open: true,');
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.map(asOfRows).sort(byText)).toEqual(await exceptionsOfRows(profile()));
    expect(listed.every(({ resolvedAt }) => resolvedAt === null)).toBe(true);
  });

  it('come page by page, the oldest first, what is withheld last', async () => {
    const listed = await allOf(profile(), '');
    const order = listed.map(({ openedAt, id, rows }) =>
      openedAt === null ? ['~', JSON.stringify(rows)] : [openedAt, id],
    );
    expect(order).toEqual(order.toSorted(byText));
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
  const close = () => profileOf('revenue-close', 'REVENUE_CLOSE');

  it('that were resolved say when, and which rows they concerned', async () => {
    const resolved = await allOf(close(), 'open: false,');
    expect(resolved.length).toBeGreaterThan(0);
    for (const { resolvedAt, openedAt, rows } of resolved) {
      expect(String(resolvedAt) > String(openedAt)).toBe(true);
      expect(rows).not.toEqual([]);
    }
  });

  it('come from the end too', async () => {
    const profile = profileOf('growth-analytics', 'ANALYTICS');
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
    const support = profileOf('support-desk', 'CUSTOMER_SUPPORT');
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
});
