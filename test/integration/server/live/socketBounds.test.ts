import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { care, research, tokenFor } from '../../../support/clinicGateway.ts';
import { follow } from '../../../support/live/follow.ts';
import { openRaw, RefusedUpgrade } from '../../../support/live/openRaw.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';
import { until } from '../../../support/until.ts';

let clinic: LiveClinic;
afterEach(() => clinic.close());

describe('bounds of sockets', () => {
  it('a consumer has so many and no more, whatever becomes of those that it opens', async () => {
    clinic = await startLiveClinic({ liveLimits: { socketsPerConsumer: 3 } });
    const authorization = `Bearer ${await tokenFor(research)}`;
    // Gone before it is known who they are.
    for (let at = 0; at < 20; at += 1) {
      const raw = await openRaw(clinic.url, { headers: { authorization } });
      raw.send({ type: 'connection_init' });
      raw.close();
    }
    await pause(200);
    const open = [
      await clinic.socketOf(research),
      await clinic.socketOf(research),
      await clinic.socketOf(research),
    ];
    const refused = await openRaw(clinic.url, { headers: { authorization } }).catch(
      (error: unknown) => error,
    );
    if (!(refused instanceof RefusedUpgrade)) throw new Error('a fourth was opened');
    expect(refused.response.status).toBe(429);
    expect(refused.response.headers.get('retry-after')).toBe('1');
    expect(await refused.response.json()).toMatchObject({
      errors: [
        {
          message: 'This consumer has too many sockets and event streams.',
          extensions: { code: 'TOO_MANY_REQUESTS' },
        },
      ],
    });
    // As a page says who it is.
    const late = await openRaw(clinic.url, { headers: { origin: clinic.url } });
    late.send({ type: 'connection_init', payload: { authorization } });
    expect(await late.closed).toEqual({
      code: 4403,
      reason: 'TOO_MANY_REQUESTS: This consumer has too many sockets and event streams.',
    });
    await clinic.socketOf(care);
    open[0]?.close();
    await until('there is room for another', async () => {
      const raw = await openRaw(clinic.url, { headers: { authorization } }).catch(() => undefined);
      return raw !== undefined && (await raw.init()).type === 'connection_ack';
    });
  });

  it('those of which nobody says anything count too, where they are known by their header', async () => {
    clinic = await startLiveClinic({ liveLimits: { socketsPerConsumer: 3 } });
    const headers = { authorization: `Bearer ${await tokenFor(research)}` };
    const opened = await Promise.allSettled(
      Array.from({ length: 10 }, () => openRaw(clinic.url, { headers })),
    );
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const one of opened) if (one.status === 'fulfilled') one.value.close();
    await until('there is room again', () =>
      clinic.socketOf(research).then(
        () => true,
        () => false,
      ),
    );
  });

  it('and keep no page out that has yet to say who it is', async () => {
    clinic = await startLiveClinic({ liveLimits: { unidentifiedSockets: 2 } });
    const headers = { authorization: `Bearer ${await tokenFor(research)}` };
    const silent = await Promise.all(Array.from({ length: 4 }, () => openRaw(clinic.url, { headers })));
    const page = await openRaw(clinic.url, { headers: { origin: clinic.url } });
    expect(await page.init({ ...headers })).toMatchObject({ type: 'connection_ack' });
    for (const raw of [...silent, page]) raw.close();
  });

  it('one that nobody uses is closed, one with a subscription is not', async () => {
    clinic = await startLiveClinic({ liveLimits: { idleMs: 1_500 } });
    const idle = await clinic.socketOf(research);
    const used = follow(
      await clinic.clientOf(care),
      'subscription { clinicVisitV1(snapshot: true) { kind cursor } }',
    );
    await used.until(() => used.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
    expect(await idle.closed).toEqual({ code: 1000, reason: 'Idle' });
    await pause(2_000);
    expect(used.hasEnded()).toBe(false);
    await clinic.arrive({ visitId: 'w1' });
    await used.until(() => used.changes.at(-1)?.kind === 'UPSERT');
  });

  it('a message has so many bytes and no more', async () => {
    clinic = await startLiveClinic({ liveLimits: { frameBytes: 1_000 } });
    const raw = await clinic.socketOf(research);
    raw.send({ id: '1', type: 'subscribe', payload: { query: `{ __typename } #${' '.repeat(800)}` } });
    await raw.heard('an answer', ({ type }) => type === 'complete');
    raw.send({ id: '1', type: 'subscribe', payload: { query: `{ __typename } #${' '.repeat(1_000)}` } });
    expect(await raw.closed).toMatchObject({ code: 1009 });
  });
});
