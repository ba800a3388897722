import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { clinicNow, type Person, tokenFor } from '../../../support/clinicGateway.ts';
import { approved, canceled, placed } from '../../../support/live/appendEvent.ts';
import { createSocketClient, follow } from '../../../support/live/follow.ts';
import { type Events, openEvents } from '../../../support/live/openEvents.ts';
import { type LiveRetailer, startLiveRetailer } from '../../../support/live/startLiveRetailer.ts';
import { until } from '../../../support/until.ts';

const support: Person = { consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] };
const every = 'subscription { customerOrderTimelineV1(snapshot: true) { key cursor } }';
const one = `subscription ($id: ID!, $after: String, $snapshot: Boolean) {
  customerOrderTimelineV1(where: { orderId: { eq: $id } }, after: $after, snapshot: $snapshot) { kind key cursor } }`;
const ofOther = 'subscription ($after: String) { customerOrderTimelineV1(after: $after) { key cursor } }';

describe('one who is told nothing for long', () => {
  let now: Date;
  let retailer: LiveRetailer;
  let token: string;
  let client: Client;
  let streams: Events[] = [];
  beforeAll(async () => {
    now = clinicNow;
    retailer = await startLiveRetailer('EMBEDDED', {
      now: () => now,
      liveLimits: { keepAliveMs: 100, cursorMs: 300 },
    });
    token = await tokenFor(support);
    client = createSocketClient(retailer.url, token);
  });
  afterEach(() => {
    now = clinicNow;
    for (const stream of streams) stream.close();
    streams = [];
  });
  afterAll(async () => {
    await client.dispose();
    await retailer.close();
  });

  async function open(id: string, lastEventId?: string): Promise<Events> {
    const stream = await openEvents(retailer.url, {
      ...{ token, query: one, variables: { id }, lastEventId },
    });
    streams.push(stream);
    return stream;
  }

  /** Orders of others, all of which are told; then nobody can go on from before the last one any more. */
  async function otherOrders(prefix: string): Promise<void> {
    const others = follow(client, every);
    const isWhole = (): boolean => others.changes.some(({ key }) => key === null);
    await others.until(isWhole);
    const before = others.changes.length;
    await retailer.arrive(...[1, 2, 3].map((count) => placed(`${prefix}${count}`)));
    await others.first(before + 3);
    others.stop();
    await retailer.database.execute({
      text: `delete from contract.feed f where position < (select max(position) from contract.feed l where l.contract = f.contract)`,
    });
  }

  const codes = (errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]) =>
    errors.map(({ extensions }) => extensions['code']);

  it('gets the cursor of now when its socket ends, not of its last message (I6)', async () => {
    const following = follow(client, one, { id: 'a', snapshot: true });
    await following.first(1);
    await retailer.arrive(placed('a'));
    const [, last] = await following.first(2);
    await otherOrders('a');
    now = new Date(clinicNow.getTime() + 365 * 86_400_000);
    await until('it has ended', following.hasEnded);
    now = clinicNow;
    expect(codes(following.errors)).toEqual(['TOKEN_EXPIRED']);
    await client.dispose();
    client = createSocketClient(retailer.url, token);
    const cursor = following.errors[0]?.extensions['cursor'];
    const old = follow(client, one, { id: 'a', after: last?.cursor });
    await until('it has ended', old.hasEnded);
    expect(codes(old.errors)).toEqual(['CURSOR_EXPIRED']);
    const other = follow(client, ofOther, { after: cursor });
    await until('it has ended', other.hasEnded);
    expect(codes(other.errors)).toEqual(['CURSOR_INVALID']);
    const again = follow(client, one, { id: 'a', after: cursor });
    await retailer.arrive(approved('a'));
    expect(await again.first(1)).toMatchObject([{ kind: 'UPSERT', key: { orderId: 'a' } }]);
    await retailer.arrive(canceled('a'));
    await again.first(2);
    expect(again.changes).toHaveLength(2);
    again.stop();
  });

  it('gets new ids on an event stream, from which nothing is told twice and nothing is missed (I6)', async () => {
    const stream = await open('b');
    await retailer.arrive(placed('b'));
    await stream.first(1);
    const last = stream.lastEventId();
    await otherOrders('b');
    await until('two other ids have come', () => stream.lastEventId() !== last);
    const middle = stream.lastEventId();
    await until('two other ids have come', () => stream.lastEventId() !== middle);
    stream.close();
    const old = await open('b', last);
    expect(await old.first(1)).toMatchObject([{ errors: [{ extensions: { code: 'CURSOR_EXPIRED' } }] }]);
    await retailer.arrive(approved('b'));
    const again = await open('b', stream.lastEventId());
    await again.first(1);
    await retailer.arrive(canceled('b'));
    await again.first(2);
    expect(again.events).toHaveLength(2);
  });

  it('gets the cursor of now as the last id when its event stream ends', async () => {
    const stream = await open('c');
    await retailer.arrive(placed('c'));
    await stream.first(1);
    await otherOrders('c');
    now = new Date(clinicNow.getTime() + 365 * 86_400_000);
    await stream.ended();
    now = clinicNow;
    const id = stream.lastEventId();
    expect(stream.events[1]?.data).toContain(`"cursor":"${id}"`);
    const again = await open('c', id);
    await retailer.arrive(approved('c'));
    expect(await again.first(1)).toMatchObject([
      { data: { customerOrderTimelineV1: { kind: 'UPSERT', key: { orderId: 'c' } } } },
    ]);
  });
});
