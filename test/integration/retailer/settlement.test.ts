import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ContractAccess } from '../../../src/policy/AccessProfile.ts';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import { isPlace } from '../../plain/marketplace/judge.ts';
import type { Person } from '../../support/clinicGateway.ts';
import { disputedEvents, latePayment, lateEvents } from '../../support/disputedEvents.ts';
import { deliveredOrder, storeLine } from '../../support/retailerEvents.ts';
import { retailerPeople, retailerProfile, retailerSeller } from '../../support/retailerProfile.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';
import { readGivenMarkets } from './eventLogs.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from './retailer.ts';

type Row = Readonly<Record<string, unknown>>;

interface Meta {
  readonly revision: string;
  readonly settlement: string;
  readonly exceptions: readonly Row[];
}

const meta = '_meta { revision settlement exceptions { id kind owner openedAt dueAt } }';

let retailer: Retailer;
let runner: OperationRunner;
let arrived = [...disputedEvents];
beforeAll(async () => {
  retailer = await createRetailer();
  await retailer.ingestEventsAndDerive(arrived, 500);
  runner = createOperationRunner({ project: retailer.project, database: retailer.database });
}, 120_000);
afterAll(() => retailer.close());

async function arrive(...events: typeof arrived): Promise<void> {
  arrived = [...arrived, ...events];
  await retailer.ingestEventsAndDerive(arrived, 500);
}

async function ask(person: Person, query: string, variables: Row = {}): Promise<Row> {
  const { data, messages } = await runner.run(retailerProfile(retailer.project, person), query, variables);
  expect(messages).toEqual([]);
  return data ?? {};
}

async function saleMeta(saleId: string): Promise<Meta> {
  const { sale } = await ask(
    retailerPeople.close,
    `query ($saleId: ID!) { sale: financeRecognizedSaleV2(saleId: $saleId) { ${meta} } }`,
    { saleId },
  );
  return (sale as { _meta: Meta })._meta;
}

const changesOf = (contract: string, key: readonly string[]): Promise<Row[]> =>
  retailer.database.query({
    text: `select revision, before = after as equal, c.id in (select change_id from contract.outbox) as waits
      from contract.change c where contract = $1 and key = $2 order by revision`,
    values: [contract, JSON.stringify(key)],
  });

describe('an exception', () => {
  it('is resolved by a late payment, and its row is settled by a new revision', async () => {
    const before = await saleMeta('marketplace:late-1');
    const differs = before.exceptions.find(({ kind }) => kind === 'PAYMENT_DIFFERS_FROM_ITEMS');
    expect(before).toMatchObject({ revision: '1', settlement: 'PROVISIONAL' });
    expect(differs).toMatchObject({ owner: 'payments' });
    const days = (from: unknown, to: unknown): number =>
      (Date.parse(String(to)) - Date.parse(String(from))) / 86_400_000;
    expect(days(differs?.['openedAt'], differs?.['dueAt'])).toBe(3);

    await arrive(latePayment(1));
    const after = await saleMeta('marketplace:late-1');
    expect(after.revision).toBe('2');
    expect(after.exceptions.map(({ kind }) => kind)).toEqual(['SELLER_CITY_NOT_A_PLACE']);

    const { exceptions } = await ask(
      retailerPeople.close,
      `{ exceptions(open: false, kind: "PAYMENT_DIFFERS_FROM_ITEMS") {
        nodes { id kind owner severity openedAt dueAt resolvedAt rows { contract key } }
      } }`,
    );
    expect(exceptions).toEqual({
      nodes: [
        {
          ...differs,
          severity: 'HIGH',
          resolvedAt: expect.stringMatching(/^\d{4}-/),
          rows: ['finance_recognized_sale@1', 'finance_recognized_sale@2'].map((contract) => ({
            contract,
            key: { saleId: 'marketplace:late-1' },
          })),
        },
      ],
    });
  });

  it('is open about an order that left unpaid, until payments come', async () => {
    const settledBy = async (): Promise<readonly unknown[]> => {
      const { settlement, exceptions } = await saleMeta('marketplace:unpaid');
      return [settlement, exceptions.map(({ kind, owner }) => [kind, owner])];
    };
    const order = deliveredOrder('unpaid', [{ seller: 's-9', city: 'santos' }]);
    const payment = order.filter(({ topic }) => topic === 'payments.payments');
    await arrive(...order.filter((event) => !payment.includes(event)));
    expect(await settledBy()).toEqual(['PROVISIONAL', [['HANDED_OVER_UNPAID', 'payments']]]);

    const paying = (amount: string, sequence: number): typeof arrived =>
      payment.map((event) => ({
        ...event,
        value: { ...event.value, payment_sequential: sequence, payment_value: amount },
      }));
    await arrive(...paying('10.00', 1));
    expect(await settledBy()).toEqual(['PROVISIONAL', [['PAYMENT_DIFFERS_FROM_ITEMS', 'payments']]]);
    await arrive(...paying('2.00', 2));
    expect(await settledBy()).toEqual(['SETTLED', []]);

    const order2 = deliveredOrder('never-paid', [{ seller: 's-9', city: 'santos' }]);
    await arrive(...order2.filter(({ topic }) => topic !== 'payments.payments'));
    expect(await saleMeta('marketplace:never-paid')).toMatchObject({ settlement: 'PROVISIONAL' });
  });

  it('that comes back is another one', async () => {
    const kindOf = async (kind: string): Promise<unknown> =>
      (await saleMeta('marketplace:late-3')).exceptions.find((one) => one['kind'] === kind)?.['id'];
    const first = await kindOf('PAYMENT_DIFFERS_FROM_ITEMS');
    await arrive(latePayment(3));
    expect(await kindOf('PAYMENT_DIFFERS_FROM_ITEMS')).toBeUndefined();
    await arrive(latePayment(3, '7.00', 3));
    const second = await kindOf('PAYMENT_DIFFERS_FROM_ITEMS');
    expect(second).toEqual(expect.any(String));
    expect(second).not.toBe(first);
  });

  it('gives a row of which nothing else changed a new revision, to be published', async () => {
    const id = 'stores:C1';
    expect(await saleMeta(id)).toMatchObject({
      revision: '1',
      settlement: 'PROVISIONAL',
      // Who bought is masked for the close of revenue.
      exceptions: [{ kind: 'WITHHELD' }],
    });
    // What was brought back turns out to have been sold, by an invoice of its own.
    await arrive(storeLine(300_000, { invoice: '599300', customer: '13001.0', stockCode: '85041' }));
    expect(await saleMeta(id)).toMatchObject({ revision: '2', settlement: 'SETTLED', exceptions: [] });
    for (const version of [1, 2]) {
      expect(await changesOf(`finance_recognized_sale@${version}`, [id])).toEqual([
        { revision: '1', equal: null, waits: true },
        { revision: '2', equal: true, waits: true },
      ]);
    }
  });

  it('gives no new revision to rows of others under a row policy (attacks 22, 24)', async () => {
    // Found again as another case: only the seller whose city it is, and who sees the whole order, may notice.
    await retailer.database.execute({
      text: `delete from reconciliation.exception where kind = 'SELLER_CITY_NOT_A_PLACE' and subject ->> 'order_id' = 'late-5'`,
    });
    await rebuild(retailer.database, retailer.project, { maskKeys: retailerMaskKeys });
    const revisionsOf = async (contract: string, ...key: string[]): Promise<unknown[]> =>
      (await changesOf(contract, key)).map(({ revision }) => revision);
    expect(await revisionsOf('finance_recognized_sale@2', 'marketplace:late-5')).toEqual(['1', '2']);
    expect(await revisionsOf('customer_order_timeline@1', 'late-5')).toEqual(['1', '2']);
    expect(await revisionsOf('marketplace_partner_order_export@1', 'late-5', 's-0')).toEqual(['1', '2']);
    expect(await revisionsOf('marketplace_partner_order_export@1', 'late-5', 's-2')).toEqual(['1']);
    expect(await revisionsOf('finance_recognized_sale@2', 'marketplace:late-7')).toEqual(['1']);
  });
});

describe('nothing unresolved is served as SETTLED', () => {
  /** By contract and key, the kinds that the plain recomputation says are open about the row. */
  async function expectedKinds(): Promise<(access: ContractAccess, row: Row) => readonly string[]> {
    const { exceptions } = computeRetailer(arrived, await readGivenMarkets());
    const badSellers = new Set(
      arrived.flatMap(({ value }) =>
        ((value['items'] ?? []) as readonly { seller: Readonly<Record<string, string>> }[])
          .filter(({ seller }) => !isPlace(seller['seller_city'] ?? ''))
          .map(({ seller }) => `${String(value['order_id'])} ${seller['seller_id'] ?? ''}`),
      ),
    );
    const aboutBuyers = ['RETURNED_MORE_THAN_SOLD', 'RETURN_WITHOUT_CUSTOMER'];
    return ({ fields }, row) => {
      const isMasked = fields.get('buyerId')?.decision.kind === 'MASKED';
      const kinds = exceptions
        .filter(({ kind, subject, invoices }) => {
          const { saleId } = row;
          if (typeof saleId === 'string') {
            const ids = [
              ...invoices.map((invoice) => `stores:${invoice}`),
              `marketplace:${subject['order_id'] ?? ''}`,
            ];
            return ids.includes(saleId);
          }
          const isOthers =
            kind === 'SELLER_CITY_NOT_A_PLACE' &&
            !badSellers.has(`${String(row['orderId'])} ${String(row['sellerId'])}`);
          return subject['order_id'] === row['orderId'] && !isOthers;
        })
        .map(({ kind }) => kind);
      const told = kinds.filter((kind) => !isMasked || !aboutBuyers.includes(kind));
      return [...told, ...(told.length === kinds.length ? [] : ['WITHHELD'])].sort();
    };
  }

  it('in lists, by key and as entities: who has an open exception names it, and all others are settled', async () => {
    await arrive(...lateEvents);
    const sellers = await retailer.database.query<{ seller_id: string }>({
      text: 'select distinct seller_id from contract.marketplace_partner_order_export_v1 order by 1',
    });
    const people: readonly Person[] = [
      retailerPeople.close,
      retailerPeople.regulator,
      ...sellers.map(({ seller_id: id }) => retailerSeller(id)),
    ];
    const expected = await expectedKinds();
    const seen = { provisional: 0, settled: 0 };
    const checked = new Set<string>();
    for (const person of people) {
      for (const access of retailerProfile(retailer.project, person).contracts.values()) {
        const { contract } = access;
        expect(contract.settlement).toBe('SETTLED');
        const key = contract.key.map(({ name }) => name);
        let after: unknown = null;
        do {
          const { list } = (await ask(
            person,
            `query ($after: String) { list: ${contract.queryName}List(first: 500, after: $after) {
              nodes { ${key.join(' ')} ${meta} } pageInfo { hasNextPage endCursor }
            } }`,
            { after },
          )) as {
            list: {
              nodes: readonly (Row & { readonly _meta: Meta })[];
              pageInfo: { hasNextPage: boolean; endCursor: string };
            };
          };
          for (const row of list.nodes) {
            const kinds = expected(access, row);
            const { settlement, exceptions } = row._meta;
            expect({ row, settlement, kinds: exceptions.map((one) => one['kind']).sort() }).toEqual({
              row,
              settlement: kinds.length === 0 ? 'SETTLED' : 'PROVISIONAL',
              kinds,
            });
            seen[kinds.length === 0 ? 'settled' : 'provisional'] += 1;
          }
          checked.add(contract.id);
          const rows = list.nodes.map((row) => Object.fromEntries(key.map((name) => [name, row[name]])));
          expect(
            await ask(
              person,
              `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${contract.typeName} { ${key.join(' ')} ${meta} } } }`,
              { r: rows.map((row) => ({ __typename: contract.typeName, ...row })) },
            ),
          ).toEqual({ _entities: list.nodes });
          for (const row of rows.slice(0, 20)) {
            const args = Object.entries(row).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
            const found = await ask(
              person,
              `{ row: ${contract.queryName}(${args.join(', ')}) { ${key.join(' ')} ${meta} } }`,
            );
            expect(list.nodes).toContainEqual(found['row']);
          }
          after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
        } while (after !== null);
      }
    }
    expect([...checked].sort()).toEqual(
      retailer.project.contracts
        .filter(({ settlement }) => settlement === 'SETTLED')
        .map(({ id }) => id)
        .sort(),
    );
    expect(seen.provisional).toBeGreaterThan(40);
    expect(seen.settled).toBeGreaterThan(200);
  }, 120_000);
});
