import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { methods, type Method, type Person } from '../../support/clinicGateway.ts';
import { creditLine, deliveredOrder, storeLine } from '../../support/retailerEvents.ts';
import { type RetailerGateway, startRetailer } from '../../support/retailerGateway.ts';

const analytics: Person = { consumer: 'growth-analytics', purposes: ['ANALYTICS'] };
const regulator: Person = { consumer: 'eu-regulator', purposes: ['REGULATORY_REPORTING'] };
const support: Person = { consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] };
const seller = (id: string): Person => ({
  consumer: 'partner-portal',
  purposes: ['PARTNER_SETTLEMENT'],
  claims: { seller: id },
});

const place = { seller: 's-place', city: 'santos' };
const mail = { seller: 's-mail', city: 'someone@example.com' };
const code = { seller: 's-code', city: '04557' };
const france = { country: 'France' };
const customer = '14911.0';

let retailer: RetailerGateway;
beforeAll(async () => {
  retailer = await startRetailer();
  await retailer.ingestEventsAndRebuild([
    ...deliveredOrder('o1', [place, mail]),
    ...deliveredOrder('o2', [place, mail, code]),
    // Shipped and never approved, and so open for everybody who sells in it.
    ...deliveredOrder('o3', [place, mail]).filter(({ value }) => value['eventType'] !== 'OrderApproved'),
    storeLine(1, france),
    creditLine(2, { invoice: 'C1', customer: '', ...france }),
    creditLine(3, { invoice: 'C2', customer, ...france }),
    creditLine(4, { invoice: 'C3', customer, ...france }),
    creditLine(5, { invoice: 'C3', customer, stockCode: '22041', ...france }),
    creditLine(6, { invoice: 'C4', ...france }),
    creditLine(7, { invoice: 'C5', customer: '', country: 'Unspecified' }),
  ]);
});
afterAll(() => retailer.close());

interface Meta {
  readonly settlement: string;
  readonly exceptions: readonly Readonly<Record<string, unknown>>[];
}

async function metaOf(
  as: Person,
  method: Method,
  list: string,
  key: string,
): Promise<Readonly<Record<string, Meta>>> {
  const { data, errors } = await retailer.ask({
    method,
    as,
    query: `{ ${list} { nodes { ${key} _meta { settlement exceptions { id kind owner openedAt dueAt } } } } }`,
  });
  expect(errors).toEqual([]);
  const { nodes } = Object.values(data ?? {})[0] as {
    nodes: readonly (Readonly<Record<string, string>> & { _meta: Meta })[];
  };
  return Object.fromEntries(nodes.map((node) => [node[key] ?? '', node._meta]));
}

const kindsOf = (rows: Readonly<Record<string, Meta>>) =>
  Object.fromEntries(
    Object.entries(rows).map(([key, { settlement, exceptions }]) => [
      key,
      [settlement, ...exceptions.map(({ kind }) => kind)],
    ]),
  );

const returns = (as: Person, method: Method) =>
  metaOf(as, method, 'financeRecognizedSaleV2List(where: { saleKind: { eq: CREDIT_NOTE } })', 'saleId');

describe.each(methods)('over %s', (method) => {
  const ofSeller = async ({ seller: id }: { readonly seller: string }) =>
    kindsOf(await metaOf(seller(id), method, 'marketplacePartnerOrderExportV1List', 'orderId'));
  const badCity = ['PROVISIONAL', 'SELLER_CITY_NOT_A_PLACE'];
  const unapproved = 'DELIVERED_WITHOUT_APPROVAL';

  it('attack 24: exceptions about other sellers of an order', async () => {
    expect(await ofSeller(place)).toEqual({
      o1: ['SETTLED'],
      o2: ['SETTLED'],
      o3: ['PROVISIONAL', unapproved],
    });
    expect(await ofSeller(mail)).toEqual({
      o1: badCity,
      o2: badCity,
      o3: ['PROVISIONAL', unapproved, 'SELLER_CITY_NOT_A_PLACE'],
    });
    expect(await ofSeller(code)).toEqual({ o2: badCity });
  });

  it('attack 24: who sees whole orders sees all of their exceptions, one an order and kind', async () => {
    const orders = await metaOf(support, method, 'customerOrderTimelineV1List', 'orderId');
    expect(kindsOf(orders)).toEqual({
      o1: badCity,
      o2: badCity,
      o3: ['PROVISIONAL', unapproved, 'SELLER_CITY_NOT_A_PLACE'],
    });
  });

  it('attack 30: kinds of exceptions that tell whether a masked buyer exists', async () => {
    const rows = await returns(analytics, method);
    expect(kindsOf(rows)).toEqual({
      'stores:C1': ['PROVISIONAL', 'WITHHELD'],
      'stores:C2': ['PROVISIONAL', 'WITHHELD'],
      'stores:C3': ['PROVISIONAL', 'WITHHELD'],
      'stores:C4': ['SETTLED'],
      'stores:C5': ['PROVISIONAL', 'UNKNOWN_MARKET', 'WITHHELD'],
    });
    const withheld = Object.values(rows).flatMap(({ exceptions }) =>
      exceptions.filter(({ kind }) => kind === 'WITHHELD'),
    );
    for (const exception of withheld) {
      expect(exception).toEqual({
        id: expect.stringMatching(/^token_[\w-]{43}$/),
        kind: 'WITHHELD',
        owner: 'stores',
        openedAt: null,
        dueAt: null,
      });
    }
    // One exception concerns two credit notes of a customer: an id of its own would tell that they have one.
    expect(new Set(withheld.map(({ id }) => id)).size).toBe(4);
  });

  it('attack 30: the same exceptions for who sees the buyer', async () => {
    const rows = await returns(regulator, method);
    expect(kindsOf(rows)).toEqual({
      'stores:C1': ['PROVISIONAL', 'RETURN_WITHOUT_CUSTOMER'],
      'stores:C2': ['PROVISIONAL', 'RETURNED_MORE_THAN_SOLD'],
      'stores:C3': ['PROVISIONAL', 'RETURNED_MORE_THAN_SOLD', 'RETURNED_MORE_THAN_SOLD'],
      'stores:C4': ['SETTLED'],
    });
    for (const { exceptions } of Object.values(rows)) {
      for (const { openedAt, dueAt } of exceptions) expect([openedAt, dueAt]).not.toContain(null);
    }
  });
});
