import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readPostmaster } from '../../../src/storage/embedded/postmasterFile.ts';
import { writeGuideProject } from '../../support/readGuideFiles.ts';

describe('Ctrl+C on npm start, which reaches npm and all that it runs', () => {
  let root = '';
  let npm: ChildProcess | undefined;
  let output = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-interrupt-'));
    await chmod(root, 0o755);
    await writeGuideProject(root);
    output = '';
    // A process group of its own, as a terminal gives each command.
    npm = spawn('npm', ['start', '--', '--project', root, '--port', '0', '--data-dir', join(root, 'data')], {
      cwd: packageRoot(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    npm.stdout?.on('data', collect);
    npm.stderr?.on('data', collect);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const postmaster = () => readPostmaster(join(root, 'data/postgres/data'));
  const until = async (condition: () => boolean | Promise<boolean>) => {
    for (let waited = 0; waited < 60_000; waited += 20) {
      if (await condition()) return;
      await setTimeout(20);
    }
    throw new Error(`It did not come to that:\n${output}`);
  };
  const interrupt = async () => {
    const ended = npm === undefined ? undefined : once(npm, 'exit');
    if (npm?.pid !== undefined) process.kill(-npm.pid, 'SIGINT');
    await ended;
    // The last to end has the pipes: npm does not wait for it.
    await until(() => npm?.stdout?.closed ?? true);
  };

  it('stops the embedded server of a gateway that serves', async () => {
    await until(() => output.includes('Ctrl+C stops.'));
    expect(await postmaster()).toBeDefined();
    await interrupt();
    expect(await postmaster()).toBeUndefined();
    expect(output).not.toContain('error');
  }, 90_000);

  it('stops the embedded server also while it starts', async () => {
    await until(async () => (await postmaster()) !== undefined);
    await interrupt();
    expect(await postmaster()).toBeUndefined();
    expect(output).not.toContain('Ctrl+C stops.');
    expect(output).not.toContain('Cannot use a pool');
  }, 90_000);
});
