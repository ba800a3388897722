import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tokenFor } from '../../../support/clinicGateway.ts';
import { askOverSocket } from '../../../support/live/askOverSocket.ts';
import type { Follower } from '../../../support/live/follow.ts';
import { openEvents, type Events } from '../../../support/live/openEvents.ts';
import {
  everywhere,
  north,
  startLiveTables,
  type LiveTables,
} from '../../../support/live/startLiveTables.ts';
import { until } from '../../../support/until.ts';

const estimates = 'subscription { repairEstimateV1(snapshot: true) { kind key cursor } }';
const offers = 'subscription { partOfferV1(snapshot: true) { kind key cursor } }';
const contract = 'repair_estimate@1';

describe('metrics of subscriptions', () => {
  let tables: LiveTables;
  let streams: Events[];
  beforeEach(async () => {
    streams = [];
    tables = await startLiveTables({ liveLimits: { waitingBytes: 1024 * 1024 * 1024 } });
  }, 240_000);
  afterEach(async () => {
    for (const stream of streams) stream.close();
    await tables.close();
  });

  async function value(name: string): Promise<number | undefined> {
    return (await tables.samples()).get(name);
  }
  const of = (metric: string, id = contract): string => `concordat_live_${metric}{contract="${id}"}`;
  const ended = (code: string): string => `concordat_live_ended_total{contract="${contract}",code="${code}"}`;

  async function followed(query: string, variables = {}): Promise<Follower> {
    const follower = await tables.follow(everywhere, query, variables);
    await follower.first(1);
    return follower;
  }

  async function change(id: number, text = ''): Promise<void> {
    const after = { estimate_id: id, region: 'NORTH', repair_status: text };
    const value = JSON.stringify({ op: 'c', before: null, after });
    await tables.topics.send(tables.estimates, [{ key: JSON.stringify({ estimate_id: id }), value }]);
  }

  it('count connections, subscriptions, groups, messages and how they ended; of each contract from the start', async () => {
    expect(await value(of('subscriptions'))).toBe(0);
    expect(await value(of('messages_total', 'settled_claim@1'))).toBe(0);
    expect(await value(of('lag_seconds'))).toBeUndefined();

    const [one, two] = [await followed(estimates), await followed(estimates)];
    const stream = await openEvents(tables.url, { token: await tokenFor(north), query: estimates });
    streams.push(stream);
    await stream.first(1);
    const other = await followed(offers);
    expect(await value('concordat_live_connections{transport="socket"}')).toBe(3);
    expect(await value('concordat_live_connections{transport="event_stream"}')).toBe(1);
    expect([await value(of('subscriptions')), await value(of('groups'))]).toEqual([3, 2]);
    expect(await value(of('subscriptions', 'part_offer@1'))).toBe(1);
    expect([await value(of('messages_total')), await value(of('kept_bytes'))]).toEqual([3, 0]);

    await change(1);
    await stream.first(2);
    await two.first(2);
    expect(await value(of('messages_total'))).toBe(6);
    expect(await value(of('kept_bytes'))).toBeGreaterThan(0);

    one.stop();
    await until('it was told that one has left', async () => (await value(ended('LEFT'))) === 1);
    await tables.topics.send(tables.estimates, [{ key: null, value: 'nothing' }]);
    await two.until(two.hasEnded);
    await stream.ended();
    expect(await value(ended('CURSOR_EXPIRED'))).toBe(2);
    expect(await value(of('unreadable_records_total'))).toBe(1);
    expect([await value(of('subscriptions')), await value(of('groups'))]).toEqual([0, 0]);
    expect(other.hasEnded()).toBe(false);
    await until(
      'the stream is counted out',
      async () => (await value('concordat_live_connections{transport="event_stream"}')) === 0,
    );
    // Names of the project’s and codes, and nothing that was sent.
    expect([...(await tables.samples()).keys()].join()).not.toContain('nothing');
  });

  it('tell how far reading has come: it is little while Kafka has nothing new, and grows while it cannot be asked', async () => {
    await followed(offers);
    const lag = of('lag_seconds', 'part_offer@1');
    expect(await value(lag)).toBeLessThan(10);
    await tables.topics.remove(tables.offers);
    await until('it grows', async () => ((await value(lag)) ?? 0) > 10, { patienceMs: 40_000 });
  });

  it('tell how much waits to be read', async () => {
    const socket: Socket = connect(Number(new URL(tables.url).port), '127.0.0.1');
    socket.pause();
    socket.on('error', () => undefined);
    const body = JSON.stringify({
      query: 'subscription { repairEstimateV1 { node { repairStatus } cursor } }',
    });
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${await tokenFor(everywhere)}\r\n` +
        `Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await until('it has begun', async () => (await value(of('subscriptions'))) === 1);
    for (let at = 0; at < 60; at += 1) await change(at, 'x'.repeat(500_000));
    await until('it waits', async () => ((await value(of('unread_bytes'))) ?? 0) > 1_000_000);
    socket.destroy();
    await until('nothing waits', async () => (await value(of('unread_bytes'))) === 0);
  });

  it('count errors of operations over sockets with those over HTTP', async () => {
    const headers = { authorization: `Bearer ${await tokenFor(everywhere)}` };
    for (const query of [
      '{ nothing }',
      'subscription { nothing }',
      'subscription { partOfferV1(after: "x") { kind } }',
    ])
      await askOverSocket(tables.url, headers, { query, variables: {}, operationName: undefined });
    await until(
      'they are counted',
      async () => (await value('concordat_operation_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')) === 2,
    );
    expect(await value('concordat_live_ended_total{contract="part_offer@1",code="CURSOR_INVALID"}')).toBe(1);
  });
});
