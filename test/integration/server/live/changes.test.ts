import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { tokenFor, type Person } from '../../../support/clinicGateway.ts';
import { approved, canceled, handedOver, placed } from '../../../support/live/appendEvent.ts';
import { createSocketClient, follow } from '../../../support/live/follow.ts';
import { feeds, startLiveRetailer, type LiveRetailer } from '../../../support/live/startLiveRetailer.ts';

const warehouse: Person = { consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'] };

describe.each(feeds)('a subscription on the feed %s', (feed) => {
  let retailer: LiveRetailer;
  let client: Client;
  beforeAll(async () => {
    retailer = await startLiveRetailer(feed);
    client = createSocketClient(retailer.url, await tokenFor(warehouse));
  }, 240_000);
  afterAll(async () => {
    await client.dispose();
    await retailer.close();
  });

  it('tells of what changes, and of what leaves the filter without its values', async () => {
    const ready = follow(
      client,
      `subscription ($state: String!) { fulfillmentOrderReadyV1(where: { destinationState: { eq: $state } }, snapshot: true) {
        kind key node { orderId itemCount destinationPostalPrefix _meta { revision } } revision cursor } }`,
      { state: 'PE' },
    );
    expect(await ready.first(1)).toMatchObject([{ kind: 'SNAPSHOT_COMPLETE', key: null, node: null }]);
    await retailer.arrive(placed('o1'), placed('o2', { state: 'SP' }), approved('o1'), approved('o2'));
    await retailer.arrive(handedOver('o1'), handedOver('o2'));
    expect(await ready.first(3)).toMatchObject([
      { kind: 'SNAPSHOT_COMPLETE' },
      {
        ...{ kind: 'UPSERT', key: { orderId: 'o1' }, revision: '1' },
        node: { orderId: 'o1', itemCount: 1, destinationPostalPrefix: '01234', _meta: { revision: '1' } },
      },
      { kind: 'DELETE', key: { orderId: 'o1' }, node: null, revision: '2' },
    ]);
    expect(ready.errors).toEqual([]);
    ready.stop();
  });

  it('tells of a key that the publisher took beyond a forged revision, whoever has seen nothing of it before', async () => {
    const query = `subscription ($after: String) { fulfillmentOrderReadyV1(after: $after) { kind key revision cursor } }`;
    const first = follow(client, query);
    await retailer.arrive(placed('far'), approved('far'));
    const [seen] = await first.first(1);
    // As if somebody had written 2^52 and been outrun (docs/topics.md).
    await retailer.database.transaction((transaction) =>
      transaction.script(`
        update contract.change set revision = 2 ^ 52 + 1, skipped = 2 ^ 52
          where contract = 'fulfillment_order_ready@1' and key = '["far"]';
        update contract.fulfillment_order_ready_v1 set _revision = 2 ^ 52 + 1 where order_id = 'far'`),
    );
    const replica = await retailer.startReplica();
    const other = createSocketClient(replica.url, await tokenFor(warehouse));
    const second = follow(other, query, { after: seen?.cursor });
    await retailer.arrive(handedOver('far'));
    const late = follow(other, query, { after: seen?.cursor });
    for (const told of [first, second, late]) {
      await told.until(() => told.changes.some(({ kind }) => kind === 'DELETE'));
      expect(told.changes.at(-1)).toMatchObject({
        ...{ kind: 'DELETE', key: { orderId: 'far' }, revision: String(2n ** 52n + 2n) },
      });
      told.stop();
    }
    await other.dispose();
  });

  it('goes on from a cursor, at another replica too, and misses nothing', async () => {
    const query = `subscription ($after: String) { fulfillmentOrderReadyV1(after: $after) { kind key revision cursor } }`;
    const first = follow(client, query);
    await retailer.arrive(placed('o3'), approved('o3'));
    const [seen] = await first.first(1);
    first.stop();
    await retailer.arrive(placed('o4'), approved('o4'));
    await retailer.arrive(canceled('o3'));
    const replica = await retailer.startReplica();
    const other = createSocketClient(replica.url, await tokenFor(warehouse));
    const second = follow(other, query, { after: seen?.cursor });
    // Of two keys the order is not promised.
    const told = (await second.first(2)).toSorted((a, b) =>
      JSON.stringify(a.key).localeCompare(JSON.stringify(b.key)),
    );
    expect(told).toMatchObject([
      { kind: 'DELETE', key: { orderId: 'o3' }, revision: '2' },
      { kind: 'UPSERT', key: { orderId: 'o4' }, revision: '1' },
    ]);
    await retailer.arrive(placed('o5'), approved('o5'));
    expect((await second.first(3)).slice(2)).toMatchObject([{ kind: 'UPSERT', key: { orderId: 'o5' } }]);
    await other.dispose();
  });
});
