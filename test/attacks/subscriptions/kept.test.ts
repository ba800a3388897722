import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { research, tokenFor } from '../../support/clinicGateway.ts';
import { heldBytes } from '../../support/heldBytes.ts';
import { openRaw } from '../../support/live/openRaw.ts';
import { type LiveClinic, startLiveClinic } from '../../support/live/startLiveClinic.ts';
import { until } from '../../support/until.ts';

const many = 20;
const large = 400_000;
const query =
  'subscription ($v: [ID!]) { clinicVisitV1(where: { visitId: { notIn: $v } }, snapshot: true) { kind } }';

describe('attack 46: what is sent with subscriptions is not kept while they run', () => {
  let clinic: LiveClinic;
  beforeAll(async () => {
    clinic = await startLiveClinic();
  });
  afterAll(() => clinic.close());

  it.each<readonly [string, (filler: string) => object]>([
    ['extensions', (filler) => ({ query, extensions: { filler } })],
    ['variables that nothing asks for', (filler) => ({ query, variables: { filler } })],
    ['other fields', (filler) => ({ query, filler })],
    ['comments, which a selection is kept with once', (filler) => ({ query: `${query} # ${filler}` })],
  ])(
    'attack 46: %s',
    async (_what, payloadOf) => {
      const raw = await clinic.socketOf(research);
      const complete = () => raw.texts.filter((text) => text.includes('SNAPSHOT_COMPLETE')).length;
      const follow = (id: string) => {
        // Another one each time, so that no two can share it.
        raw.send({ id, type: 'subscribe', payload: payloadOf(`${id} `.padEnd(large, 'x')) });
      };
      follow('first');
      await until('the first is told', () => complete() === 1);
      const before = await heldBytes();
      for (let at = 0; at < many; at += 1) follow(`s${at}`);
      await until('all are told', () => complete() === many + 1, { patienceMs: 60_000 });
      expect((await heldBytes()) - before).toBeLessThan((many * large) / 4);
      raw.close();
    },
    120_000,
  );

  it('attack 46: the body of a request for an event stream', async () => {
    const token = await tokenFor(research);
    const streams: { readonly end: () => void; readonly text: () => string }[] = [];
    const follow = async (at: number) => {
      const asked = request(`${clinic.url}/graphql`, {
        method: 'POST',
        headers: {
          ...{ accept: 'text/event-stream', 'content-type': 'application/json' },
          authorization: `Bearer ${token}`,
        },
      });
      asked.end(JSON.stringify({ query, variables: { filler: `${at} `.padEnd(large, 'x') } }));
      const response = Promise.withResolvers<IncomingMessage>();
      asked.once('response', response.resolve).on('error', response.reject);
      let text = '';
      (await response.promise).setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      streams.push({ text: () => text, end: () => asked.destroy() });
    };
    const allTold = () =>
      until('all are told', () => streams.every(({ text }) => text().includes('SNAPSHOT_COMPLETE')));
    await follow(0);
    await allTold();
    const before = await heldBytes();
    for (let at = 1; at <= many; at += 1) await follow(at);
    await allTold();
    expect((await heldBytes()) - before).toBeLessThan((many * large) / 4);
    for (const stream of streams) stream.end();
  }, 120_000);

  it('attack 46: the payload of connection_init', async () => {
    const payload = (at: number) => ({ filler: `${at} `.padEnd(large, 'x') });
    const headers = { authorization: `Bearer ${await tokenFor(research)}` };
    const before = await heldBytes();
    const sockets = await Promise.all(Array.from({ length: many }, () => openRaw(clinic.url, { headers })));
    for (const [at, raw] of sockets.entries()) await raw.init(payload(at));
    expect((await heldBytes()) - before).toBeLessThan((many * large) / 4);
    for (const raw of sockets) raw.close();
  });
});
