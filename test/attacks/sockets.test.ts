import { deflateRawSync } from 'node:zlib';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { care, type ClinicGateway, research, startClinic, tokenFor } from '../support/clinicGateway.ts';
import { openRaw, type RawSocket } from '../support/live/openRaw.ts';
import { frameOf, textFrame, upgradeByHand, type RawConnection } from '../support/live/rawFrames.ts';
import { until } from '../support/until.ts';

const subscription = 'subscription { clinicVisitV1(snapshot: true) { kind cursor } }';
const subscribe = (id: string, query = subscription) => ({ id, type: 'subscribe', payload: { query } });

async function headersOf(): Promise<Readonly<Record<string, string>>> {
  return {
    authorization: `Bearer ${await tokenFor(research)}`,
    'Sec-WebSocket-Protocol': 'graphql-transport-ws',
  };
}

async function begun(clinic: ClinicGateway): Promise<RawSocket> {
  const raw = await openRaw(clinic.url, { headers: { authorization: `Bearer ${await tokenFor(research)}` } });
  await raw.init();
  return raw;
}

describe('sockets', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic();
  });
  afterAll(() => clinic.close());

  describe('attack 10: 1,000 subscriptions on one socket', () => {
    it('attack 10: of which as many begin as may, the others are refused, and there is room again later', async () => {
      const raw = await begun(clinic);
      for (let at = 0; at < 1_000; at += 1) raw.send(subscribe(`s${at}`));
      const refused = () => raw.messages.filter(({ type }) => type === 'error');
      await until('all others are refused', () => refused().length >= 900);
      await until(
        'those that began are told of their rows',
        () => raw.texts.filter((text) => text.includes('SNAPSHOT_COMPLETE')).length === 100,
      );
      expect(refused()).toHaveLength(900);
      expect(refused()[0]?.payload).toEqual([
        {
          message: 'A socket has at most 100 operations at once.',
          extensions: { code: 'LIMIT_EXCEEDED', fix: expect.any(String), traceId: expect.any(String) },
        },
      ]);
      raw.send(subscribe('one more', '{ __typename }'));
      await raw.heard('a refusal', ({ id, type }) => id === 'one more' && type === 'error');
      raw.send({ id: 's0', type: 'complete' });
      await until('there is room', async () => {
        raw.send(subscribe('again', '{ __typename }'));
        await pause(20);
        return raw.messages.some(({ id, type }) => id === 'again' && type === 'next');
      });
      raw.close();
    });

    it('attack 10: begun and completed without end, nothing is left of them', async () => {
      const raw = await begun(clinic);
      for (let at = 0; at < 2_000; at += 1) {
        raw.send(subscribe(`s${at}`));
        raw.send({ id: `s${at}`, type: 'complete' });
        if (at % 50 === 0) await pause(5);
      }
      await until('there is room', async () => {
        raw.send(subscribe('again', '{ __typename }'));
        await pause(20);
        return raw.messages.some(({ id, type }) => id === 'again' && type === 'next');
      });
      raw.close();
    });
  });

  describe('attack 46: more than anybody needs', () => {
    const megabyte = Buffer.alloc(1024 * 1024, 0x20);

    async function opened(): Promise<RawConnection> {
      const connection = await upgradeByHand(clinic.url, await headersOf());
      connection.socket.write(textFrame({ type: 'connection_init' }));
      return connection;
    }

    it('attack 46: a frame of 100 MB is refused when it is announced', async () => {
      const connection = await opened();
      connection.socket.write(frameOf({ opcode: 1, payload: megabyte, length: 100 * megabyte.length }));
      expect(await connection.ended()).toBe(1009);
      connection.socket.destroy();
    });

    it('attack 46: 100 MB in fragments', async () => {
      const before = process.memoryUsage().rss;
      const connection = await opened();
      connection.socket.write(frameOf({ opcode: 1, isLast: false, payload: megabyte.subarray(0, 65_536) }));
      for (let at = 0; at < 1_600 && !connection.isClosed(); at += 1) {
        const chunk = frameOf({ opcode: 0, isLast: false, payload: megabyte.subarray(0, 65_536) });
        if (!connection.socket.write(chunk)) await pause(1);
        if (connection.closeCode() !== undefined) break;
      }
      expect(await connection.ended()).toBe(1009);
      expect(process.memoryUsage().rss - before).toBeLessThan(200 * megabyte.length);
      connection.socket.destroy();
    });

    it.each([
      ['of one byte', 1],
      ['of nothing', 0],
    ])('attack 46: a million fragments %s', async (_what, size) => {
      const connection = await opened();
      const payload = Buffer.alloc(size, 0x20);
      connection.socket.write(frameOf({ opcode: 1, isLast: false, payload }));
      const many = Buffer.concat(
        Array.from({ length: 10_000 }, () => frameOf({ opcode: 0, isLast: false, payload })),
      );
      for (let at = 0; at < 100 && connection.closeCode() === undefined; at += 1) {
        if (!connection.socket.write(many)) await pause(1);
      }
      expect(await connection.ended()).toBe(1008);
      connection.socket.destroy();
    });

    it('attack 46: a message that is as large as a request may be is taken', async () => {
      const raw = await begun(clinic);
      raw.send(subscribe('1', `{ __typename } #${' '.repeat(400_000)}`));
      expect(await raw.heard('an answer', ({ id }) => id === '1')).toMatchObject({ type: 'next' });
      raw.close();
    });
  });

  it('attack 47: compression is not negotiated, and what is compressed all the same is not unpacked', async () => {
    const offered = await begun(clinic);
    expect(offered.socket.extensions).toBe('');
    offered.close();
    const connection = await upgradeByHand(clinic.url, {
      ...(await headersOf()),
      'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    });
    expect(connection.head).not.toMatch(/sec-websocket-extensions/i);
    const bomb = deflateRawSync(Buffer.alloc(50 * 1024 * 1024, 0x20));
    connection.socket.write(frameOf({ opcode: 1, isCompressed: true, payload: bomb }));
    expect(await connection.ended()).toBe(1002);
    connection.socket.destroy();
  });
});

describe('attack 48: clients that take their time', () => {
  /** A socket that is acknowledged, of whose client nothing is read any more. */
  async function deaf(clinic: ClinicGateway): Promise<RawConnection> {
    const connection = await upgradeByHand(clinic.url, await headersOf());
    connection.socket.write(textFrame({ type: 'connection_init' }));
    await connection.heard('connection_ack');
    connection.stopReading();
    return connection;
  }

  it('attack 48: one that answers no pings is dropped, one that does stays', async () => {
    const clinic = await startClinic({ liveLimits: { keepAliveMs: 1_500 } });
    const alive = await begun(clinic);
    const connection = await upgradeByHand(clinic.url, await headersOf());
    connection.socket.write(textFrame({ type: 'connection_init' }));
    await connection.heard('connection_ack');
    connection.socket.write(textFrame(subscribe('1')));
    await until('it is dropped', connection.isClosed, { patienceMs: 20_000 });
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
    alive.close();
    await clinic.close();
  });

  it('attack 48: one that sends and never reads is not read any more either, and dropped', async () => {
    const clinic = await startClinic({ liveLimits: { stallMs: 2_000, unreadBytes: 128 * 1024 } });
    const { socket, isClosed } = await deaf(clinic);
    for (let at = 0; at < 4_000; at += 1)
      socket.write(textFrame(subscribe(`q${at}`, '{ _service { sdl } }')));
    const ping = textFrame({ type: 'ping', payload: { filler: 'x'.repeat(100_000) } });
    // More than the network takes by itself, there and back.
    for (let at = 0; at < 600 && !socket.destroyed; at += 1) {
      socket.write(ping);
      if (at % 50 === 0) await pause(20);
    }
    expect(socket.writableLength).toBeGreaterThan(10 * 1024 * 1024);
    expect((await clinic.ask({ query: '{ __typename }', as: care })).codes).toEqual([]);
    await until('it is dropped', isClosed, { patienceMs: 30_000 });
    socket.destroy();
    await clinic.close();
  }, 120_000);

  it('attack 48: what one does not read counts for its consumer, and for nobody else', async () => {
    const clinic = await startClinic({
      liveLimits: { unreadBytes: 128 * 1024 * 1024, keepAliveMs: 60_000 },
      loadLimits: { answerBytesPerConsumer: 200_000 },
    });
    const { socket } = await deaf(clinic);
    const ping = textFrame({ type: 'ping', payload: { filler: 'x'.repeat(100_000) } });
    for (let at = 0; at < 300; at += 1) socket.write(ping);
    for (let at = 0; at < 90; at += 1) socket.write(textFrame(subscribe(`q${at}`, '{ _service { sdl } }')));
    const question = { query: '{ _service { sdl } }' };
    await until('its answers take all that the consumer has', async () =>
      (await clinic.ask(question)).codes.includes('TOO_MANY_REQUESTS'),
    );
    expect((await clinic.ask({ ...question, as: care })).codes).toEqual([]);
    socket.destroy();
    await until('they take nothing any more', async () => (await clinic.ask(question)).status === 200);
    await clinic.close();
  }, 120_000);

  it('attack 48: one that does not agree to close keeps no gateway from shutting down', async () => {
    const clinic = await startClinic();
    const connection = await deaf(clinic);
    connection.socket.write(textFrame(subscribe('1')));
    await pause(300);
    const started = performance.now();
    await clinic.gateway.close({ deadlineMs: 500 });
    expect(performance.now() - started).toBeLessThan(5_000);
    connection.socket.destroy();
    await clinic.close();
  });

  it('attack 48: one that was refused and does not hang up is hung up on', async () => {
    const clinic = await startClinic();
    const connection = await upgradeByHand(clinic.url, { authorization: 'Bearer x.y.z' });
    expect(connection.head).toMatch(/^HTTP\/1\.1 401/);
    await until('it is closed', connection.isClosed, { patienceMs: 10_000 });
    await clinic.close();
  });
});
