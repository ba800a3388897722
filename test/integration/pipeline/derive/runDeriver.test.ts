import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runDeriver, type DeriverOptions } from '../../../../src/pipeline/derive/runDeriver.ts';
import {
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';

let pipeline: ClaimsPipeline;
let controller: AbortController;
let running: Promise<void>[];

function start(more: Partial<DeriverOptions> = {}): void {
  running.push(
    runDeriver({
      ...{ database: pipeline.test.database, project, maskKeys, holder: randomUUID() },
      ...{ signal: controller.signal, leaseMs: 900, pollMs: 20, batchSize: 2 },
      ...more,
    }),
  );
}

async function until(text: string, wanted: number): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const [row] = await pipeline.rows(`select count(*)::int as n from ${text}`);
    if (row?.['n'] === wanted) return;
    await wait(25);
  }
  throw new Error(`There were never ${wanted} of ${text}.`);
}

beforeEach(async () => {
  pipeline = await createClaimsPipeline();
  controller = new AbortController();
  running = [];
});
afterEach(async () => {
  controller.abort();
  await Promise.all(running);
  await pipeline.close();
});

describe('derivers', () => {
  it('derive what arrives while they run, until they are told to stop, and give back their shards', async () => {
    start();
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '9.50'));
    await until('contract.settled_claim_v1', 2);
    await pipeline.arriveIn(1, settledEvent(1, 'c', '9.50'));
    await until('contract.settled_claim_v1', 3);
    controller.abort();
    await Promise.all(running);
    await until('pipeline.lease where expires_at > clock_timestamp()', 0);
    await pipeline.arriveIn(0, settledEvent(1, 'd', '9.50'));
    await wait(100);
    expect(await pipeline.serving()).toHaveLength(3);
  });

  it('share the shards evenly, and the shards of one that went silent move to the others', async () => {
    for (const partition of [0, 1, 2, 3])
      await pipeline.arriveIn(partition, settledEvent(1, `p${partition}`, '1'));
    start({ holder: 'first' });
    await until("pipeline.lease where name like 'shard:%' and holder = 'first'", 4);
    start({ holder: 'second' });
    await until(
      "pipeline.lease where name like 'shard:%' and holder = 'second' and expires_at > clock_timestamp()",
      2,
    );
    controller.abort();
    await Promise.all(running);
    await pipeline.test.database.execute({
      text: `update pipeline.lease set holder = 'dead', expires_at = clock_timestamp() + interval '300 ms'`,
    });
    controller = new AbortController();
    start({ holder: 'third' });
    await until("pipeline.lease where name like 'shard:%' and holder = 'third'", 4);
  });

  it('try again what failed, with growing pauses, and lose nothing', async () => {
    const failures: number[] = [];
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'));
    await pipeline.test.database.execute({ text: 'alter table contract.outbox rename to elsewhere' });
    start({ onFailure: (_, retryInMs) => failures.push(retryInMs) });
    for (let tries = 0; failures.length < 3 && tries < 200; tries += 1) await wait(20);
    await pipeline.test.database.execute({ text: 'alter table contract.elsewhere rename to outbox' });
    await until('contract.settled_claim_v1', 1);
    expect(failures.slice(0, 3)).toEqual([20, 40, 80]);
  });
});
