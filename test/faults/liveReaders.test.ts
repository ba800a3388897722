import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openRaw, type RawSocket } from '../support/live/openRaw.ts';
import { createSocketClient, follow } from '../support/live/follow.ts';
import { until } from '../support/until.ts';
import { createGateways, type Gateways } from './live/gateways.ts';
import { isLong, scaled } from './scale.ts';
import { openWorld, type OpenWorld } from './world/openWorld.ts';
import { randomReports } from './world/randomReports.ts';

const timeout = scaled(400_000, 3_600_000);
const sleepers = scaled(100, 990);
const changesWanted = 2_500;
/** So that a message has some kilobytes. */
const large = Array.from({ length: 45 }, (_, index) => `${'outcome'.repeat(10)}${index}: outcome`).join(' ');
const query = `subscription ($after: String) { settledClaimV1(after: $after) { kind key revision cursor node { claimId ${large} } } }`;
const waitingMib = 1;
const toldChange = z.object({ data: z.object({ settledClaimV1: z.object({ cursor: z.string() }) }) });
const toldError = z.object({ extensions: z.object({ code: z.string(), cursor: z.string() }) });

async function memoryMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

describe('subscribers that never read', () => {
  let open: OpenWorld;
  let gateways: Gateways;
  const sockets: RawSocket[] = [];
  beforeEach(async () => {
    open = await openWorld();
    gateways = createGateways(open.world);
  }, timeout);
  afterEach(async () => {
    for (const raw of sockets.splice(0)) raw.close();
    await gateways.endAll();
    await open.close();
  });

  async function fallAsleep(url: string, token: string): Promise<RawSocket> {
    const raw = await openRaw(url, { headers: { authorization: `Bearer ${token}` } });
    sockets.push(raw);
    await raw.init();
    raw.send({ type: 'subscribe', id: '1', payload: { query } });
    // Answered behind it, so that it has begun.
    raw.send({ type: 'ping' });
    await raw.heard('a pong', ({ type }) => type === 'pong');
    raw.socket.pause();
    return raw;
  }

  /** What one is told with why it ended; of one that had read nothing for so long that its socket was cut off, what it was told last. */
  async function whereToGoOn(raw: RawSocket): Promise<string | undefined> {
    const why = await raw.heard('why it ended', ({ type }) => type === 'error').catch(() => undefined);
    if (why === undefined && isLong) {
      const last = raw.messages.findLast(({ type }) => type === 'next');
      return toldChange.parse(last?.payload).data.settledClaimV1.cursor;
    }
    const [error] = z.array(toldError).parse(why?.payload);
    expect(error?.extensions.code).toBe('SLOW_CONSUMER');
    return error?.extensions.cursor;
  }

  it(
    'fault 21: many of them: the memory of the gateway stays bounded, another subscriber is told everything meanwhile, and each is told why it ended and from where to go on (I9)',
    async () => {
      const { world, random } = open;
      const pipeline = world.startPipeline({ batchSize: 500 });
      await pipeline.until('"msg":"deriving"');
      const gateway = await gateways.start();
      const token = await gateways.tokenFor('month-end-close', 'FINANCIAL_CLOSE');
      const other = await gateways.tokenFor('fraud-desk', 'FRAUD_REVIEW');
      const client = createSocketClient(gateway.address(), token);
      let awake = follow(client, query);
      let toldBefore = 0;
      const told = (): number => toldBefore + awake.changes.length;
      // On a machine that is busy enough it may fall behind as well, and goes on then as a client does.
      const goOn = (): void => {
        const [error] = awake.errors;
        if (error === undefined) return;
        expect(error.extensions['code']).toBe('SLOW_CONSUMER');
        toldBefore = told();
        awake = follow(client, query, { after: error.extensions['cursor'] });
      };
      for (let index = 0; index < sleepers; index += 1)
        await fallAsleep(gateway.address(), index % 2 === 0 ? token : other);
      const memoryBefore = await memoryMib(gateway.pid);

      let most = 0;
      while (told() < changesWanted) {
        const before = told();
        await world.send(randomReports(500, random, 1_000_000));
        const isTold = (): boolean => {
          goOn();
          return told() > before + 100;
        };
        await until('the one who reads is told', isTold, { explain: world.explain });
        most = Math.max(most, await memoryMib(gateway.pid));
      }
      await world.settle();
      const [counted] = await world.database.query<{ changes: number }>({
        text: `select count(*)::int as changes from contract.change where contract = 'settled_claim@1'`,
      });
      const changes = counted?.changes ?? 0;
      const isToldAll = (): boolean => {
        goOn();
        return told() === changes;
      };
      await until('the one who reads is told everything', isToldAll, { explain: world.explain });
      // What may wait for each, some for what leads to it, and what a process grows by anyhow.
      expect(most - memoryBefore).toBeLessThan(sleepers * waitingMib + 250);

      // Those of the other consumer are told of one region only, which is not enough to fall behind.
      const ended = sockets.filter((_, index) => index % 2 === 0).slice(0, 10);
      for (const raw of ended) raw.socket.resume();
      for (const raw of ended) {
        const cursor = await whereToGoOn(raw);
        const again = follow(
          client,
          'subscription ($after: String) { settledClaimV1(after: $after) { kind key revision cursor } }',
          { after: cursor },
        );
        const got = raw.messages.filter(({ type }) => type === 'next').length;
        await again.first(changes - got);
        expect(got + again.changes.length).toBe(changes);
        again.stop();
      }
      await client.dispose();
    },
    timeout,
  );
});
