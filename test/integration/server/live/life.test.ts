import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { Project } from '../../../../src/contract/model.ts';
import { clinicNow, tokenFor, type Person } from '../../../support/clinicGateway.ts';
import { approved, placed } from '../../../support/live/appendEvent.ts';
import { createSocketClient, follow, type Follower } from '../../../support/live/follow.ts';
import { startLiveRetailer, type LiveRetailer } from '../../../support/live/startLiveRetailer.ts';
import { until } from '../../../support/until.ts';

const warehouse: Person = { consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'] };
const books: Person = { consumer: 'revenue-close', purposes: ['REVENUE_CLOSE'] };
const growth: Person = { consumer: 'growth-analytics', purposes: ['ANALYTICS'] };
const support: Person = { consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] };
const ready = 'subscription { fulfillmentOrderReadyV1(snapshot: true) { kind key cursor } }';
const sales = 'subscription { financeRecognizedSaleV2(snapshot: true) { kind key cursor } }';
const timeline = 'subscription { customerOrderTimelineV1(snapshot: true) { kind key cursor } }';

function withOtherFreshness(files: Map<string, string>): void {
  const path = 'schema/contracts/fulfillment_order_ready/v1.graphql';
  files.set(path, (files.get(path) ?? '').replace('freshness: "PT1M"', 'freshness: "PT2M"'));
}

describe('the life of subscriptions', () => {
  let now: Date;
  let retailer: LiveRetailer;
  let clients: Client[];
  beforeEach(async () => {
    now = clinicNow;
    clients = [];
    retailer = await startLiveRetailer('EMBEDDED', { now: () => now });
  });
  afterEach(async () => {
    for (const client of clients) await client.dispose();
    await retailer.close();
  });

  async function followAs(person: Person, query: string): Promise<Follower> {
    const client = createSocketClient(retailer.url, await tokenFor(person));
    clients.push(client);
    const follower = follow(client, query);
    await follower.first(1);
    return follower;
  }

  async function changed(change: (files: Map<string, string>) => void): Promise<Project> {
    const files = new Map(await readProjectFiles(packageRoot()));
    change(files);
    return assertProject(files);
  }

  const codesOf = ({ errors }: Follower): readonly unknown[] =>
    errors.map(({ extensions }) => extensions['code']);

  it('fault 26: a changed contract ends its own subscriptions, and no others', async () => {
    const one = await followAs(warehouse, ready);
    const other = await followAs(support, timeline);
    retailer.gateway.replaceProject(await changed(withOtherFreshness));
    await until('it has ended', one.hasEnded);
    expect(codesOf(one)).toEqual(['CONTRACT_CHANGED']);
    // What one would go on with is something else.
    expect(one.errors[0]?.extensions).toHaveProperty('cursor', expect.any(String));
    await retailer.arrive(placed('o1'));
    expect(await other.first(2)).toMatchObject([{ kind: 'SNAPSHOT_COMPLETE' }, { kind: 'UPSERT' }]);
    expect(other.hasEnded()).toBe(false);
    const again = await followAs(warehouse, ready);
    await retailer.arrive(approved('o1'));
    expect(await again.first(2)).toMatchObject([{ kind: 'SNAPSHOT_COMPLETE' }, { kind: 'UPSERT' }]);
  });

  it('what a reconciliation tells of its exceptions is another thing: subscriptions to the contracts that it concerns end, and no others', async () => {
    const one = await followAs(books, sales);
    const other = await followAs(support, timeline);
    retailer.gateway.replaceProject(
      await changed((files) => {
        const path = 'schema/reconciliations/store_returns/reconciliation.graphql';
        const text = files.get(path) ?? '';
        files.set(path, text.replace('owner: "stores", severity: LOW', 'owner: "books", severity: LOW'));
      }),
    );
    await until('it has ended', one.hasEnded);
    expect(codesOf(one)).toEqual(['CONTRACT_CHANGED']);
    await retailer.arrive(placed('o9'));
    expect(await other.first(2)).toMatchObject([{ kind: 'SNAPSHOT_COMPLETE' }, { kind: 'UPSERT' }]);
    expect(other.hasEnded()).toBe(false);
  });

  it('who asked before a contract was changed, and is served after, takes nothing from those who follow it since', async () => {
    const body = JSON.stringify({ query: ready });
    const { hostname, port } = new URL(retailer.url);
    const slow = connect(Number(port), hostname);
    let heard = '';
    slow.on('data', (data) => {
      heard += data.toString();
    });
    const head = [
      ...[
        'POST /graphql HTTP/1.1',
        `host: ${hostname}`,
        `authorization: Bearer ${await tokenFor(warehouse)}`,
      ],
      ...['content-type: application/json', 'accept: text/event-stream', `content-length: ${body.length}`],
    ];
    // It is known who asks, and not yet for what.
    slow.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
    await pause(300);
    retailer.gateway.replaceProject(await changed(withOtherFreshness));
    const since = await followAs(warehouse, ready);
    slow.write(body.slice(10));
    await until('it has been refused', () => heard.includes('CONTRACT_CHANGED'));
    slow.destroy();
    await retailer.arrive(placed('late'), approved('late'));
    expect(await since.first(2)).toMatchObject([
      { kind: 'SNAPSHOT_COMPLETE' },
      { kind: 'UPSERT', key: { orderId: 'late' } },
    ]);
  });

  it('attack 41: an agreement that is withdrawn ends what it covered, and nothing else', async () => {
    const one = await followAs(warehouse, ready);
    const other = await followAs(support, timeline);
    retailer.gateway.replaceProject(
      await changed((files) => {
        const text = files.get('schema/consumers.yaml') ?? '';
        files.set('schema/consumers.yaml', text.replace('until: 2028-12-31', 'until: 2026-11-01'));
      }),
    );
    await until('it has ended', one.hasEnded);
    expect(codesOf(one)).toEqual(['AGREEMENT_ENDED']);
    expect(one.errors[0]?.extensions).toHaveProperty('cursor', expect.any(String));
    expect(other.hasEnded()).toBe(false);
  });

  it('what becomes of contracts that a subscription does not show concerns neither it nor its cursor', async () => {
    const both = `${timeline.replace('subscription', 'subscription Followed')} query Other { financeRecognizedSaleV2List { totalCount } }`;
    const client = createSocketClient(retailer.url, await tokenFor(growth));
    clients.push(client);
    const other = follow(client, both, {}, 'Followed');
    await other.first(1);
    retailer.gateway.replaceProject(
      await changed((files) => {
        const text = files.get('schema/consumers.yaml') ?? '';
        const agreement =
          /      - contract: finance_recognized_sale@2\n        purposes: \[ANALYTICS\]\n.*\n.*\n/;
        if (!agreement.test(text)) throw new Error('there is no such agreement');
        files.set('schema/consumers.yaml', text.replace(agreement, ''));
      }),
    );
    await retailer.arrive(placed('o7'));
    const [, told] = await other.first(2);
    expect(other.hasEnded()).toBe(false);
    await retailer.arrive(placed('o8'));
    const again = follow(
      client,
      'subscription ($after: String) { customerOrderTimelineV1(after: $after) { kind key cursor } }',
      { after: told?.cursor },
    );
    expect(await again.first(1)).toMatchObject([{ kind: 'UPSERT', key: { orderId: 'o8' } }]);
  });

  it('attack 39: a token that expires ends what was opened with it, with the cursor, and nothing else', async () => {
    const one = await followAs(warehouse, ready);
    now = new Date(clinicNow.getTime() + 365 * 86_400_000);
    await until('it has ended', one.hasEnded);
    expect(codesOf(one)).toEqual(['TOKEN_EXPIRED']);
    expect(one.errors[0]?.extensions['fix']).toBe('Connect with a new token. Go on with `after` the cursor.');
    expect(one.errors[0]?.extensions['cursor']).toEqual(expect.any(String));
  });

  it('fault 24: a gateway that shuts down says so, with the cursor, and closes with 1001', async () => {
    const one = await followAs(warehouse, ready);
    const closed = new Promise((resolve) => clients[0]?.on('closed', resolve));
    await retailer.gateway.close({ deadlineMs: 1_000 });
    expect(codesOf(one)).toEqual(['SHUTTING_DOWN']);
    expect(one.errors[0]?.extensions['cursor']).toEqual(expect.any(String));
    expect(await closed).toMatchObject({ code: 1001 });
  });
});
