import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readDocBlocks } from '../../support/readDocBlocks.ts';
import { startConcordat, type Running } from '../../support/runConcordat.ts';
import { until } from '../../support/until.ts';

/** What the reader of a document pastes into a shell, after `npm start`. */
describe('what README.md and docs/live.md show to paste', () => {
  let directory = '';
  let running: Running | undefined;
  const shells: ChildProcess[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'concordat-readme-'));
    running = startConcordat(['dev', '--port', '0', '--data-dir', join(directory, 'data')]);
    await running.waitFor('Ctrl+C stops');
  }, 240_000);
  afterAll(async () => {
    for (const shell of shells) end(shell);
    await running?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** The whole of a shell and what it started. */
  function end({ pid }: ChildProcess): void {
    if (pid === undefined) return;
    try {
      process.kill(-pid);
    } catch {
      // It has ended by itself.
    }
  }

  /** Runs a block in the repository's root, as it is but for the port. */
  function paste(block: string): {
    readonly output: () => string;
    readonly ended: Promise<unknown>;
    stop(): void;
  } {
    const { host } = new URL(/GraphQL +(\S+)/.exec(running?.output() ?? '')?.[1] ?? '');
    const shell = spawn('bash', ['-c', block.replaceAll('localhost:4000', host)], {
      cwd: packageRoot(),
      detached: true,
      env: { ...process.env, NODE_OPTIONS: '', CONCORDAT_DATA_DIR: join(directory, 'data') },
    });
    shells.push(shell);
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    shell.stdout.on('data', collect);
    shell.stderr.on('data', collect);
    return {
      output: () => output,
      ended: once(shell, 'close'),
      stop: () => {
        end(shell);
      },
    };
  }

  async function pasted(block: string | undefined): Promise<string> {
    const shell = paste(block ?? '');
    await shell.ended;
    return shell.output();
  }

  it('answers the query', async () => {
    const [block] = await readDocBlocks('README.md', 'A query', 'sh');
    const answer: unknown = JSON.parse(await pasted(block));
    expect(answer).toMatchObject({
      data: { financeRecognizedSaleV2List: { nodes: [{ currency: 'BRL' }, { currency: 'BRL' }] } },
      extensions: { contracts: [{ name: 'finance_recognized_sale' }] },
    });
  });

  it('masks the answer', async () => {
    const [block] = await readDocBlocks('README.md', 'A masked answer', 'sh');
    const [clear, masked, ...more] = (await pasted(block)).split('\n').filter((line) => line !== '');
    expect(clear).toContain('"orderId"');
    expect(masked).toContain('"orderId"');
    expect(clear).not.toEqual(masked);
    expect([clear, masked].join('')).not.toContain('"errors"');
    expect(more).toEqual([]);
  });

  it.each([
    ['README.md', 'A subscription', 'order-1'],
    ['docs/live.md', 'Subscribe', 'order-1'],
  ])(
    'follows the subscription of %s',
    async (path, heading, order) => {
      const [subscription = '', arrival] = await readDocBlocks(path, heading, 'sh');
      const followed = paste(subscription);
      const explain = { explain: followed.output };
      await until('the snapshot is told', () => followed.output().includes('SNAPSHOT_COMPLETE'), explain);
      expect(followed.output()).toContain('"kind":"SNAPSHOT","key":{"orderId":');
      // The second document brings the same order, which is there already.
      expect(await pasted(arrival)).toContain('2 events');
      await until('the order is told', () => followed.output().includes(order), explain);
      expect(followed.output()).not.toContain('"errors"');
      followed.stop();
      await followed.ended;
    },
    240_000,
  );
});
