import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  isObjectType,
  type GraphQLObjectType,
  type IntrospectionQuery,
} from 'graphql';
import { askGateway, tokenFor, type Person } from '../../../support/clinicGateway.ts';
import { approved, canceled, handedOver, paid, placed } from '../../../support/live/appendEvent.ts';
import { createSocketClient, follow } from '../../../support/live/follow.ts';
import { selectAll } from '../../../support/live/selectAll.ts';
import { feeds, startLiveRetailer, type LiveRetailer } from '../../../support/live/startLiveRetailer.ts';

/** Everybody, with what the token must say beside. */
const people: readonly (Person & { readonly contracts: readonly string[] })[] = [
  { consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'], contracts: ['fulfillmentOrderReadyV1'] },
  { consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'], contracts: ['customerOrderTimelineV1'] },
  { consumer: 'fraud-desk', purposes: ['FRAUD_INVESTIGATION'], contracts: ['customerOrderTimelineV1'] },
  {
    ...{ consumer: 'partner-portal', purposes: ['PARTNER_SETTLEMENT'], claims: { seller: 's1' } },
    contracts: ['marketplacePartnerOrderExportV1'],
  },
  {
    ...{ consumer: 'growth-analytics', purposes: ['ANALYTICS'] },
    contracts: ['customerOrderTimelineV1', 'financeRecognizedSaleV2'],
  },
  {
    ...{ consumer: 'revenue-close', purposes: ['REVENUE_CLOSE'] },
    contracts: ['financeRecognizedSaleV1', 'financeRecognizedSaleV2'],
  },
];

const asked = people.flatMap(({ contracts, ...person }) =>
  contracts.map((contract) => ({ contract, person })),
);

function rowsOf(list: unknown): readonly unknown[] {
  if (typeof list !== 'object' || list === null || !('nodes' in list)) throw new Error('no list');
  const { nodes } = list;
  return Array.isArray(nodes) ? nodes.map((node: unknown) => node) : [];
}

describe.each(feeds)('what a subscription on the feed %s tells of a row', (feed) => {
  let retailer: LiveRetailer;
  beforeAll(async () => {
    retailer = await startLiveRetailer(feed);
    await retailer.arrive(placed('o0'), approved('o0'), paid('o0', '11.00'), handedOver('o0'));
  }, 240_000);
  afterAll(() => retailer.close());

  async function rowType(person: Person, contract: string): Promise<GraphQLObjectType> {
    const { data } = await askGateway(retailer.url, { as: person, query: getIntrospectionQuery() });
    const schema = buildClientSchema(data as unknown as IntrospectionQuery);
    const type = schema.getType(`${contract.charAt(0).toUpperCase()}${contract.slice(1)}`);
    if (!isObjectType(type)) throw new Error(`no type of ${contract}`);
    return type;
  }

  it.each(asked)(
    'is what a query tells $person.consumer of $contract (I5)',
    async ({ contract, person }) => {
      const order = `${contract}-${person.consumer}`;
      const selection = selectAll(await rowType(person, contract), 3);
      const client = createSocketClient(retailer.url, await tokenFor(person));
      const followed = follow(
        client,
        `subscription { ${contract}(snapshot: true) { kind key node ${selection} revision cursor } }`,
      );
      const readAll = async (): Promise<readonly unknown[]> => {
        const { data, errors } = await askGateway(retailer.url, {
          as: person,
          query: `{ ${contract}List(first: 20) { nodes ${selection} } }`,
        });
        expect(errors).toEqual([]);
        return rowsOf(data?.[`${contract}List`]);
      };
      const before = await readAll();
      const snapshot = await followed.first(before.length + 1);
      expect(followed.errors).toEqual([]);
      expect(snapshot.slice(0, -1).map(({ kind, node }) => ({ kind, node }))).toEqual(
        before.map((node) => ({ kind: 'SNAPSHOT', node })),
      );
      expect(snapshot.at(-1)).toMatchObject({ kind: 'SNAPSHOT_COMPLETE', node: null });

      await retailer.arrive(placed(order), paid(order, '12.00'), approved(order));
      if (contract.startsWith('finance')) await retailer.arrive(handedOver(order));
      const after = (await readAll()).filter((node) => JSON.stringify(node).includes(order));
      expect(after).toHaveLength(1);
      await followed.until(() => followed.changes.some(({ kind }) => kind === 'UPSERT'));
      const settled = (): boolean =>
        JSON.stringify(followed.changes.at(-1)?.node) === JSON.stringify(after[0]);
      await followed.until(settled);
      expect(followed.changes.at(-1)).toMatchObject({ kind: 'UPSERT', node: after[0] });
      await retailer.arrive(canceled(order));
      expect(followed.errors).toEqual([]);
      await client.dispose();
    },
    60_000,
  );

  it('is nothing to somebody whose rows are others', async () => {
    const other: Person = {
      consumer: 'partner-portal',
      purposes: ['PARTNER_SETTLEMENT'],
      claims: { seller: 's9' },
    };
    const client = createSocketClient(retailer.url, await tokenFor(other));
    const followed = follow(
      client,
      'subscription { marketplacePartnerOrderExportV1(snapshot: true) { kind key node { goodsAmount } cursor } }',
    );
    await followed.first(1);
    await retailer.arrive(placed('o1', { seller: 's1' }), placed('o2', { seller: 's9', price: '3.50' }));
    await followed.first(2);
    // A placement that counts before the other: the item is another seller's now.
    await retailer.arrive(placed('o2', { seller: 's1', at: '2026-11-01 09:00:00' }));
    expect(await followed.first(3)).toMatchObject([
      { kind: 'SNAPSHOT_COMPLETE' },
      { kind: 'UPSERT', key: { orderId: 'o2', sellerId: 's9' }, node: { goodsAmount: '3.5' } },
      { kind: 'DELETE', key: { orderId: 'o2', sellerId: 's9' }, node: null },
    ]);
    await client.dispose();
  });
});
