import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { type Followed, followTable } from '../../../docs/examples/live/followTable.ts';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { issueDevelopmentToken } from '../../../src/policy/identity/issueDevelopmentToken.ts';
import { clinicNow } from '../../support/clinicGateway.ts';
import { approved, handedOver, placed } from '../../support/live/appendEvent.ts';
import { createSocketClient } from '../../support/live/follow.ts';
import { forwardTo, type Forward } from '../../support/live/forwardTo.ts';
import { startLiveRetailer, type LiveRetailer } from '../../support/live/startLiveRetailer.ts';
import { until } from '../../support/until.ts';

const tokenFor = (consumer: string, purpose: string): Promise<string> =>
  issueDevelopmentToken({
    ...{ consumer, purposes: [purpose], expiresIn: 30 * 86_400, now: () => clinicNow },
  });

const query = `subscription ($after: String, $snapshot: Boolean) {
  fulfillmentOrderReadyV1(after: $after, snapshot: $snapshot) { kind key node { orderId } revision cursor }
}`;

describe('followTable of docs/examples/live', () => {
  let retailer: LiveRetailer;
  let forward: Forward;
  let client: Client;
  let followed: Followed;
  /** With which the next socket is opened. */
  let token: string;
  let orders: readonly string[];
  /** How many rows there were whenever they changed. */
  let counts: number[];
  let states: string[];
  let problems: string[];
  let snapshots: number;
  beforeEach(async () => {
    retailer = await startLiveRetailer('EMBEDDED');
    forward = await forwardTo(retailer.url);
    token = await tokenFor('warehouse-orchestrator', 'FULFILLMENT');
    client = createSocketClient(forward.url, () => token);
    client.on('message', (message) => {
      if (JSON.stringify(message).includes('SNAPSHOT_COMPLETE')) snapshots += 1;
    });
    [orders, counts, states, problems, snapshots] = [[], [], [], [], 0];
    follow(query);
    await retailer.arrive(placed('o1'), approved('o1'));
    await shows('o1');
  });
  afterEach(async () => {
    followed.stop();
    await client.dispose();
    await forward.close();
    await retailer.close();
  });

  function follow(document: string): void {
    orders = [];
    followed = followTable<{ readonly orderId: string }>({
      client,
      query: document,
      onRows: (rows) => {
        counts.push(rows.size);
        orders = [...rows.values()].map((row) => String(row?.orderId)).sort();
      },
      onState: (state) => states.push(state),
      onProblem: (problem) => problems.push(JSON.stringify(problem)),
    });
  }

  const shows = (...wanted: readonly string[]): Promise<void> =>
    until(`the table holds ${wanted.join()}`, () => orders.join() === wanted.join(), {
      explain: () => JSON.stringify({ orders, states, problems }),
    });

  it('goes on from its cursor at another replica when its socket is cut', async () => {
    const replica = await retailer.startReplica();
    forward.cut(replica.url);
    await retailer.arrive(handedOver('o1'), placed('o2'), approved('o2'));
    await shows('o2');
    expect(snapshots).toBe(1);
  });

  it('says that it has resumed when nothing was missed, and follows with the next change', async () => {
    expect(states).toEqual(['WAITING', 'CATCHING_UP', 'FOLLOWING']);
    const replica = await retailer.startReplica();
    forward.cut(replica.url);
    await until('it has resumed', () => states.at(-1) === 'RESUMED', {
      patienceMs: 20_000,
      explain: () => states.join(),
    });
    expect(states.slice(3)).toEqual(['WAITING', 'RESUMED']);
    await retailer.arrive(placed('o2'), approved('o2'));
    await shows('o1', 'o2');
    expect(states.slice(5)).toEqual(['FOLLOWING']);
    expect(snapshots).toBe(1);
  });

  it('forgets the rows of the caller before when another one connects', async () => {
    followed.stop();
    token = await tokenFor('support-desk', 'CUSTOMER_SUPPORT');
    follow(query.replace('fulfillmentOrderReadyV1', 'customerOrderTimelineV1'));
    await shows('o1');
    token = await tokenFor('fraud-desk', 'FRAUD_INVESTIGATION');
    const replica = await retailer.startReplica();
    counts = [];
    forward.cut(replica.url);
    await until('it shows rows again', () => counts.at(-1) === 1, { explain: () => problems.join() });
    expect(problems.join()).toContain('CURSOR_INVALID');
    expect(counts).toEqual([0, 1]);
  });

  it('goes on from its cursor when a gateway shuts down', async () => {
    const replica = await retailer.startReplica();
    const closed = retailer.gateway.close({ deadlineMs: 1_000 });
    await until('it says so', () => problems.some((problem) => problem.includes('SHUTTING_DOWN')));
    forward.cut(replica.url);
    await retailer.arrive(handedOver('o1'), placed('o2'), approved('o2'));
    await shows('o2');
    expect(snapshots).toBe(1);
    await closed;
  });

  it('takes a snapshot anew when its contract has changed', async () => {
    const files = new Map(await readProjectFiles(packageRoot()));
    const path = 'schema/contracts/fulfillment_order_ready/v1.graphql';
    files.set(path, (files.get(path) ?? '').replace('freshness: "PT1M"', 'freshness: "PT2M"'));
    retailer.gateway.replaceProject(assertProject(files));
    await until('a second snapshot was taken', () => snapshots === 2);
    expect(problems.join()).toContain('CONTRACT_CHANGED');
    await retailer.arrive(handedOver('o1'), placed('o2'), approved('o2'));
    await shows('o2');
  });

  it('takes a snapshot anew when its cursor has expired, and shows nothing that is not there any more', async () => {
    const later = new Date(clinicNow.getTime() + 8 * 86_400_000);
    const replica = await retailer.startReplica({ now: () => later });
    forward.cut(replica.url);
    await retailer.arrive(handedOver('o1'), placed('o2'), approved('o2'));
    await until('it was told so', () => problems.some((problem) => problem.includes('CURSOR_EXPIRED')));
    await shows('o2');
    expect(snapshots).toBe(2);
  });

  it('gives up, and says why, where trying again would not help', async () => {
    followed.stop();
    follow('subscription ($after: String) { nothing(after: $after) { kind key revision cursor } }');
    await until('it has given up', () => problems.length > 0 && states.at(-1) === 'ENDED');
    expect(counts.at(-1)).toBe(0);
    expect(problems.join()).toContain('GRAPHQL_VALIDATION_FAILED');
  });
});
