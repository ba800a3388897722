import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, methods, type Method, type Person } from '../../support/clinicGateway.ts';
import { creditLine, deliveredOrder, storeLine } from '../../support/retailerEvents.ts';
import { type RetailerGateway, startRetailer } from '../../support/retailerGateway.ts';
import { retailerPeople, retailerSeller } from '../../support/retailerProfile.ts';

const { analytics, close, regulator, support } = retailerPeople;

const place = { seller: 's-place', city: 'santos' };
const mail = { seller: 's-mail', city: 'someone@example.com' };
const france = { country: 'France' };
const customer = '14911.0';
const secrets = /someone@example|14911|subject|detail|Sellers:|Returned /;

let retailer: RetailerGateway;
beforeAll(async () => {
  retailer = await startRetailer();
  const events = [
    ...deliveredOrder('o1', [place, mail]),
    // Shipped and never approved, and so open for everybody who sells in it.
    ...deliveredOrder('o2', [place, mail]).filter(({ value }) => value['eventType'] !== 'OrderApproved'),
    creditLine(2, { invoice: 'C1', customer: '', ...france }),
    creditLine(3, { invoice: 'C2', customer, ...france }),
    creditLine(4, { invoice: 'C3', customer, ...france }),
    creditLine(5, { invoice: 'C4', customer: '14912.0', ...france }),
    creditLine(6, { invoice: 'C5', customer: '', country: 'Unspecified' }),
  ];
  await retailer.ingestEventsAndDerive(events, 100);
  // What came back with C4 turns out to have been sold.
  await retailer.ingestEventsAndDerive([...events, storeLine(7, { customer: '14912.0', ...france })], 100);
});
afterAll(() => retailer.close());

type Listed = Readonly<Record<string, unknown>>;

const fields =
  'totalCount nodes { id kind reconciliation owner severity openedAt dueAt resolvedAt rows { contract key } }';

function asking(as: Person, method: Method, args: string, selection = fields): Promise<Answer> {
  return retailer.ask({ method, as, query: `{ exceptions${args} { ${selection} } }` });
}

async function listed(as: Person, method: Method, args = ''): Promise<readonly Listed[]> {
  const { data, errors, text } = await asking(as, method, args);
  expect(errors).toEqual([]);
  expect(text).not.toMatch(secrets);
  const { exceptions } = data as { exceptions: { totalCount: number; nodes: readonly Listed[] } };
  expect(exceptions.totalCount).toBe(exceptions.nodes.length);
  return exceptions.nodes;
}

/** Each exception as its kind and the keys of the rows that are shown with it. */
const shown = (nodes: readonly Listed[]): unknown[] =>
  nodes
    .map(({ kind, rows }) => [
      kind,
      ...(rows as readonly { key: Readonly<Record<string, string>> }[]).map(({ key }) =>
        Object.values(key).join(' '),
      ),
    ])
    .map((each) => each.join(': '))
    .sort();

describe.each(methods)('over %s', (method) => {
  it('attack 24: exceptions about other sellers of an order', async () => {
    expect(shown(await listed(retailerSeller(place.seller), method))).toEqual([
      'DELIVERED_WITHOUT_APPROVAL: o2 s-place',
    ]);
    expect(shown(await listed(retailerSeller(mail.seller), method))).toEqual([
      'DELIVERED_WITHOUT_APPROVAL: o2 s-mail',
      'SELLER_CITY_NOT_A_PLACE: o1 s-mail',
      'SELLER_CITY_NOT_A_PLACE: o2 s-mail',
    ]);
    expect(await listed(retailerSeller('s-nobody'), method)).toEqual([]);
    expect(shown(await listed(support, method))).toEqual([
      'DELIVERED_WITHOUT_APPROVAL: o2',
      'SELLER_CITY_NOT_A_PLACE: o1',
      'SELLER_CITY_NOT_A_PLACE: o2',
    ]);
  });

  it('attack 24: subjects and details are not in the schema, and rows of others are not shown', async () => {
    for (const name of ['subject', 'detail']) {
      expect((await asking(close, method, '', `nodes { ${name} }`)).codes).toEqual([
        'GRAPHQL_VALIDATION_FAILED',
      ]);
    }
    // The regulator's region has none of the marketplace's rows, and not the credit note of no known market.
    expect(shown(await listed(regulator, method))).toEqual([
      'RETURNED_MORE_THAN_SOLD: stores:C2: stores:C3',
      'RETURNED_MORE_THAN_SOLD: stores:C4',
      'RETURN_WITHOUT_CUSTOMER: stores:C1',
    ]);
  });

  it('attack 30: kinds that tell whether a masked buyer exists, also by their number, order and times', async () => {
    const nodes = await listed(analytics, method, '(owner: "stores")');
    expect(shown(nodes)).toEqual([
      'UNKNOWN_MARKET: stores:C5',
      'WITHHELD: stores:C1',
      'WITHHELD: stores:C2',
      'WITHHELD: stores:C3',
      'WITHHELD: stores:C5',
    ]);
    const withheld = nodes.filter(({ kind }) => kind === 'WITHHELD');
    expect(new Set(withheld.map(({ id }) => id)).size).toBe(4);
    for (const { id, ...rest } of withheld) {
      expect(id).toMatch(/^token_[\w-]{43}$/);
      expect(rest).toMatchObject({
        ...{ reconciliation: 'store_returns', owner: 'stores', severity: null },
        ...{ openedAt: null, dueAt: null, resolvedAt: null },
      });
    }
    expect(nodes.slice(-4)).toEqual(withheld);
  });

  it('attacks 17, 30: the kind of a withheld exception as a filter, and of one that is resolved', async () => {
    for (const kind of ['RETURNED_MORE_THAN_SOLD', 'RETURN_WITHOUT_CUSTOMER']) {
      for (const open of ['', ', open: true', ', open: false']) {
        expect(await listed(analytics, method, `(kind: "${kind}"${open})`)).toEqual([]);
      }
    }
    expect(await listed(analytics, method, '(open: false)')).toEqual([]);
    expect(await listed(analytics, method, '(kind: "WITHHELD", open: false)')).toEqual([]);
    expect(shown(await listed(regulator, method, '(open: false)'))).toEqual([
      'RETURNED_MORE_THAN_SOLD: stores:C4',
    ]);
    expect(await listed(analytics, method, '(kind: "WITHHELD", owner: "payments")')).toEqual([]);
  });

  it('attack 16: a cursor of another caller or filter, and tampered ones', async () => {
    const cursorOf = async (as: Person): Promise<string> => {
      const { text } = await asking(as, method, '(first: 1)', 'pageInfo { endCursor }');
      const cursor = /"endCursor":"([^"]+)"/.exec(text)?.[1];
      if (cursor === undefined) throw new Error(`no cursor in ${text}`);
      return cursor;
    };
    const own = await cursorOf(support);
    const follow = async (args: string): Promise<readonly unknown[]> =>
      (await asking(support, method, `(${args})`, 'nodes { id }')).codes;
    expect(await follow(`after: "${own}"`)).toEqual([]);
    for (const args of [
      `after: "${await cursorOf(analytics)}"`,
      `after: "${own}", open: true`,
      `before: "${own.slice(0, -1)}"`,
      `after: "${own}A"`,
      'after: ""',
    ]) {
      expect(await follow(args)).toEqual(['CURSOR_INVALID']);
    }
    for (const encoding of ['base64url', 'hex', 'latin1'] as const) {
      expect(Buffer.from(own, encoding).toString('latin1')).not.toMatch(/20\d\d-|"o1"|s-mail/);
    }
  });

  it('attack 7: pages over the limit, by literal and by aliases', async () => {
    expect((await asking(support, method, '(first: 501)')).codes).toEqual(['LIMIT_EXCEEDED']);
    const aliases = Array.from({ length: 11 }, (_, n) => `a${n}: exceptions(first: 500) { nodes { id } }`);
    const { codes } = await retailer.ask({ method, as: support, query: `{ ${aliases.join(' ')} }` });
    expect(codes).toEqual(['LIMIT_EXCEEDED']);
    expect((await asking(support, method, '(first: 1, last: 1)')).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('attacks 49, 51: SQL and what Postgres cannot hold in the filters', async () => {
    const query =
      'query ($kind: String, $owner: String) { exceptions(kind: $kind, owner: $owner) { nodes { id } } }';
    for (const text of ["' or 1=1 --", '%', "WITHHELD' --"]) {
      for (const variables of [{ kind: text }, { owner: text }]) {
        const { data } = await retailer.ask({ method, as: support, query, variables });
        expect(data).toEqual({ exceptions: { nodes: [] } });
      }
    }
    for (const text of ['\0', '\ud800']) {
      const { codes } = await retailer.ask({ method, as: support, query, variables: { owner: text } });
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
