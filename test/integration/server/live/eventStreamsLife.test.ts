import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { Project } from '../../../../src/contract/model.ts';
import type { EndedRequest } from '../../../../src/server/metrics/createGatewayMetrics.ts';
import { clinicNow, tokenFor, type Person } from '../../../support/clinicGateway.ts';
import { approved, placed } from '../../../support/live/appendEvent.ts';
import { openEvents, type Events } from '../../../support/live/openEvents.ts';
import { startLiveRetailer, type LiveRetailer } from '../../../support/live/startLiveRetailer.ts';
import { until } from '../../../support/until.ts';

const warehouse: Person = { consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'] };
const support: Person = { consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] };
const ready = 'subscription Ready { fulfillmentOrderReadyV1(snapshot: true) { kind key cursor } }';
const timeline = 'subscription { customerOrderTimelineV1(snapshot: true) { kind key cursor } }';

/** What a stream ends with: the error, and that it is complete. */
function endOf({ events }: Events): readonly unknown[] {
  return events.slice(-2).map(({ type, data }): unknown => [type, data === '' ? null : JSON.parse(data)]);
}

function ending(code: string, events?: Events): readonly unknown[] {
  const cursor = events === undefined ? {} : { cursor: events.lastEventId() };
  const extensions: unknown = {
    ...{ code, fix: expect.any(String), traceId: expect.any(String) },
    ...cursor,
  };
  return [
    ['next', { errors: [expect.objectContaining({ extensions })] }],
    ['complete', null],
  ];
}

describe('the life of event streams', () => {
  let now: Date;
  let retailer: LiveRetailer;
  let streams: Events[];
  let ended: EndedRequest[];
  let active: number;
  beforeEach(async () => {
    now = clinicNow;
    [streams, ended, active] = [[], [], 0];
    retailer = await startLiveRetailer('EMBEDDED', {
      now: () => now,
      liveLimits: { waitingBytes: 64 * 1024 },
      metrics: {
        began: () => {
          active += 1;
        },
        ended: (request) => {
          active -= 1;
          ended.push({ ...request, codes: [...request.codes] });
        },
        answered: () => undefined,
        failed: () => undefined,
        live: { watch: () => undefined },
      },
    });
  });
  afterEach(async () => {
    for (const stream of streams) stream.close();
    await retailer.close();
  });

  async function openAs(person: Person, query: string): Promise<Events> {
    const stream = await openEvents(retailer.url, { token: await tokenFor(person), query });
    streams.push(stream);
    await stream.first(1);
    return stream;
  }

  async function changed(change: (files: Map<string, string>) => void): Promise<Project> {
    const files = new Map(await readProjectFiles(packageRoot()));
    change(files);
    return assertProject(files);
  }

  it('fault 26: a changed contract ends its own, and no others', async () => {
    const [one, other] = [await openAs(warehouse, ready), await openAs(support, timeline)];
    retailer.gateway.replaceProject(
      await changed((files) => {
        const path = 'schema/contracts/fulfillment_order_ready/v1.graphql';
        files.set(path, (files.get(path) ?? '').replace('freshness: "PT1M"', 'freshness: "PT2M"'));
      }),
    );
    await one.ended();
    expect(endOf(one)).toEqual(ending('CONTRACT_CHANGED', one));
    await retailer.arrive(placed('o1'));
    expect((await other.first(2))[1]).toMatchObject({
      data: { customerOrderTimelineV1: { kind: 'UPSERT' } },
    });
    expect(other.hasEnded()).toBe(false);
  });

  it('attack 41: an agreement that is withdrawn ends what it covered, and nothing else', async () => {
    const [one, other] = [await openAs(warehouse, ready), await openAs(support, timeline)];
    retailer.gateway.replaceProject(
      await changed((files) => {
        const text = files.get('schema/consumers.yaml') ?? '';
        files.set('schema/consumers.yaml', text.replace('until: 2028-12-31', 'until: 2026-11-01'));
      }),
    );
    await one.ended();
    expect(endOf(one)).toEqual(ending('AGREEMENT_ENDED', one));
    expect(other.hasEnded()).toBe(false);
  });

  it('attack 39: a token that expires ends what was opened with it, with the cursor', async () => {
    const one = await openAs(warehouse, ready);
    now = new Date(clinicNow.getTime() + 365 * 86_400_000);
    await one.ended();
    expect(endOf(one)).toEqual(ending('TOKEN_EXPIRED', one));
  });

  it('fault 24: a gateway that shuts down says so, with the cursor, waits for no stream and opens none', async () => {
    const one = await openAs(warehouse, ready);
    // A connection on which a request is on its way is not closed.
    const late = connect(Number(new URL(retailer.url).port), '127.0.0.1');
    const body = JSON.stringify({ query: ready });
    late.write(
      `POST /graphql HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${await tokenFor(warehouse)}\r\n` +
        `Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await until('the late request is known', () => active > 0);
    const closed = retailer.gateway.close({ deadlineMs: 30_000 });
    await one.ended();
    expect(endOf(one)).toEqual(ending('SHUTTING_DOWN', one));
    const begun = performance.now();
    late.write(body);
    const answer = await textOf(late);
    expect(answer).toMatch(/^HTTP\/1.1 503/);
    expect(answer).toContain('SHUTTING_DOWN');
    await closed;
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  it('are measured until they begin, and logged when they have ended', async () => {
    const one = await openAs(warehouse, ready);
    await until('it was measured', () => ended.length === 1);
    expect(ended).toEqual([expect.objectContaining({ route: '/graphql', status: 200, codes: [] })]);
    expect(active).toBe(0);
    expect(retailer.logText()).not.toContain('"operationName":"Ready"');
    one.close();
    await until('it was logged', () => retailer.logText().includes('"operationName":"Ready"'));
    expect(retailer.logText()).toMatch(
      /"consumer":"warehouse-orchestrator".*"operationName":"Ready","stream":true/,
    );
    expect([active, ended.length]).toEqual([0, 1]);
  });

  it('and a caller who goes away before its answer is measured and logged too', async () => {
    const gone = connect(Number(new URL(retailer.url).port), '127.0.0.1');
    gone.write(
      `POST /graphql HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${await tokenFor(warehouse)}\r\n` +
        `Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    );
    await until('it is being answered', () => active === 1);
    gone.destroy();
    await until('it is not any more', () => active === 0);
    expect(ended).toEqual([expect.objectContaining({ route: '/graphql' })]);
    expect(retailer.logText()).toMatch(/"consumer":"warehouse-orchestrator".*"aborted":true/);
  });

  it('attack 45: who does not read is ended with SLOW_CONSUMER and its last cursor, and nobody else notices', async () => {
    const other = await openAs(warehouse, ready);
    const slow = await openUnread(retailer.url);
    await other.first((await arriveMany()) + 1);
    const text = await textOf(slow);
    const last = text.split('\n\n').findLast((event) => event.includes('\nid: '));
    const cursor = /\nid: (.*)\n/.exec(last ?? '')?.[1] ?? '-';
    expect(text).toContain('"code":"SLOW_CONSUMER"');
    expect(text.slice(text.indexOf('SLOW_CONSUMER'))).toContain(`"cursor":"${cursor}"`);
    expect(other.hasEnded()).toBe(false);
  }, 240_000);

  it('attack 48: who reads nothing for long is dropped, whatever may wait', async () => {
    const limits = { keepAliveMs: 200, stallMs: 1_000, waitingBytes: 1024 * 1024 * 1024 };
    const replica = await retailer.startReplica({ liveLimits: limits });
    const idle = await openEvents(replica.url, { token: await tokenFor(warehouse), query: ready });
    streams.push(idle);
    const slow = await openUnread(replica.url);
    const count = await arriveMany();
    await until('it was dropped', () => retailer.logText().includes('"operationName":"Slow"'));
    expect(retailer.logText()).toMatch(/"operationName":"Slow","stream":true.*"aborted":true/);
    expect(await textOf(slow)).not.toContain('SLOW_CONSUMER');
    // Who reads is not dropped, though nothing but comments comes.
    await idle.first(count + 1);
    const comments = idle.comments();
    await until('time has passed', () => idle.comments() > comments + 12);
    expect(idle.hasEnded()).toBe(false);
    await replica.close();
  }, 240_000);

  /** A stream with large messages of which nothing is read. */
  async function openUnread(url: string): Promise<Socket> {
    const begun = ended.length;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.pause();
    // It may be reset.
    socket.on('error', () => undefined);
    const row =
      'node { orderId _meta { lineage { product identity events { source partition offset eventType } } } }';
    const copies = Array.from({ length: 40 }, (_, at) => `a${at}: ${row}`).join(' ');
    const query = `subscription Slow { fulfillmentOrderReadyV1 { kind cursor ${copies} } }`;
    const body = JSON.stringify({ query });
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${await tokenFor(warehouse)}\r\n` +
        `Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await until('it has begun', () => ended.length > begun);
    return socket;
  }

  /** More than any buffer of the network holds for a stream of `openUnread`. */
  async function arriveMany(): Promise<number> {
    let count = 0;
    for (let round = 0; round < 12; round += 1) {
      const orders = Array.from({ length: 50 }, () => `many${(count += 1)}`);
      await retailer.arrive(...orders.flatMap((order) => [placed(order), approved(order)]));
    }
    return count;
  }
});

/** All that comes until the connection is closed. */
async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.resume();
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}
