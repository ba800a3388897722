import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { copyBinaries } from '../../../../src/storage/embedded/copyBinaries.ts';
import { operatingUser } from '../../../../src/storage/embedded/operatingUser.ts';
import { platformBinaries, programPath } from '../../../../src/storage/embedded/platformBinaries.ts';
import { runProgram } from '../../../../src/storage/embedded/runProgram.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../../src/storage/embedded/startEmbeddedPostgres.ts';
import { failureOf } from '../../../support/failureOf.ts';
import { startEmbeddedProcess } from '../../../support/embeddedProcess.ts';

let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concordat-embedded-'));
  await chmod(dataDir, 0o755);
});
afterEach(async () => {
  for (const server of running.splice(0).reverse()) await server.remove();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(directory = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: directory });
  running.push(server);
  return server;
}

async function ask(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

const postmasterPid = async (): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);

describe('an embedded PostgreSQL', () => {
  it('keeps its data over a restart, also for root', async () => {
    const first = await start();
    await ask(first.connectionString, 'create table kept as select 42 as answer');
    await first.stop();
    await expect(ask(first.connectionString, 'select 1')).rejects.toThrow();
    const second = await start();
    expect(await ask(second.connectionString, 'select answer from kept')).toEqual([42]);
    expect([first.started, second.started]).toEqual([true, true]);
  });

  it('keeps its port over a restart, and takes another while that is not free', async () => {
    const portOf = ({ connectionString }: EmbeddedPostgres): number => Number(new URL(connectionString).port);
    const first = await start();
    await first.stop();
    const again = await start();
    expect(portOf(again)).toBe(portOf(first));
    await again.stop();
    const other = createServer().listen(portOf(first), '127.0.0.1');
    await once(other, 'listening');
    const moved = await start();
    other.close();
    expect(portOf(moved)).not.toBe(portOf(first));
    expect(await ask(moved.connectionString, 'select 1')).toEqual([1]);
    await moved.stop();
    await writeFile(join(dataDir, 'postgres/port'), 'no port');
    expect(await ask((await start()).connectionString, 'select 1')).toEqual([1]);
  });

  it('compares text by code point, speaks UTF-8 and knows pg_trgm', async () => {
    const { connectionString } = await start();
    expect(
      await ask(
        connectionString,
        `select string_agg(x, '' order by x) from unnest(array['b','B','é','a']) x`,
      ),
    ).toEqual(['Babé']);
    expect(await ask(connectionString, 'show server_encoding')).toEqual(['UTF8']);
    expect(await ask(connectionString, `select upper('é')`)).toEqual(['É']);
    await ask(connectionString, 'create extension pg_trgm');
  });

  it('listens on loopback only, with a random password that its owner alone can read', async () => {
    const { connectionString } = await start();
    expect(await ask(connectionString, 'show listen_addresses')).toEqual(['127.0.0.1']);
    expect(await ask(connectionString, 'show unix_socket_directories')).toEqual(['']);
    expect((await stat(join(dataDir, 'postgres/password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(connectionString);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    const none = new URL(connectionString);
    none.password = '';
    await expect(ask(none.href, 'select 1')).rejects.toThrow();
  });

  it('writes no value of a failed statement to its log', async () => {
    const { connectionString } = await start();
    await expect(ask(connectionString, `select 'maria@example.org'::int`)).rejects.toThrow();
    expect(await readFile(join(dataDir, 'postgres/postgres.log'), 'utf8')).not.toContain('maria');
  });

  it('is shared by two that start it, and stops with the last of them', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect([one.started, other.started].filter(Boolean)).toHaveLength(1);
    expect(one.connectionString).toBe(other.connectionString);
    await one.stop();
    expect(await ask(other.connectionString, 'select 1')).toEqual([1]);
    await other.stop();
    await expect(ask(other.connectionString, 'select 1')).rejects.toThrow();
  });

  it('is found again after the process that started it was killed, and stops at last', async () => {
    const killed = await startEmbeddedProcess(dataDir);
    await ask(killed.connectionString, 'create table survived as select 7 as x');
    await killed.kill('SIGKILL');
    const next = await start();
    expect(next.started).toBe(false);
    expect(await ask(next.connectionString, 'select x from survived')).toEqual([7]);
    await next.stop();
    expect(existsSync(join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
  });

  it('recovers when the server itself was killed', async () => {
    const first = await start();
    await ask(first.connectionString, 'create table survived as select 7 as x');
    process.kill(await postmasterPid(), 'SIGKILL');
    const second = await start();
    expect(await ask(second.connectionString, 'select x from survived')).toEqual([7]);
  });

  it('starts although a stale postmaster.pid names a process that lives', async () => {
    const first = await start();
    const file = join(dataDir, 'postgres/data/postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.stop();
    await writeFile(file, text.replace(/^\d+/, String(process.pid)));
    const second = await start();
    expect(await ask(second.connectionString, 'select 1')).toEqual([1]);
  });

  it('says what to do with data of another version', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(dataDir, 'postgres/data/PG_VERSION'), '9\n');
    await expect(start()).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('made by PostgreSQL 9'),
    });
    await rm(join(dataDir, 'postgres'), { recursive: true });
  });
});

const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe('where the user that runs PostgreSQL for root cannot get in', () => {
  asRoot('the data is outside and found again; a fresh directory starts afresh', async () => {
    await chmod(dataDir, 0o700);
    const closed = join(dataDir, 'clone/.concordat');
    const first = await start(closed);
    await ask(first.connectionString, 'create table kept as select 1 as x');
    expect(existsSync(join(closed, 'postgres/data'))).toBe(false);
    await first.stop();
    const second = await start(closed);
    expect(await ask(second.connectionString, 'select x from kept')).toEqual([1]);
    await second.remove();
    const fresh = await start(closed);
    await expect(ask(fresh.connectionString, 'select x from kept')).rejects.toThrow(/does not exist/);
  });
});

describe('binaries that cannot be run where they are', () => {
  it('are copied, with the links that npm leaves out when it runs no scripts', async () => {
    const [{ packageDirectory } = {}] = platformBinaries();
    if (packageDirectory === undefined) return;
    const closed = join(dataDir, 'node_modules/native');
    await cp(packageDirectory, closed, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(await readFile(join(closed, 'pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    for (const { target } of links) await unlink(join(dirname(closed), target));
    await mkdir(join(dataDir, 'open'));
    const copy = join(dataDir, 'open/binaries');
    await copyBinaries(closed, copy);
    const user = await operatingUser(copy);
    const works = await runProgram(programPath(join(copy, 'bin'), 'initdb'), ['--version'], user);
    expect(works.output).toMatch(/PostgreSQL/);
    expect(works.code).toBe(0);
  });
});

describe('a data directory that cannot be', () => {
  const refusal = async (directory: string) => failureOf(startEmbeddedPostgres({ dataDir: directory }));

  it('is refused at once where the system lets nobody make one', async () => {
    const error = await refusal('/proc/nope');
    expect(error).toMatchObject({
      code: 'CONFIGURATION_INVALID',
      fix: expect.stringContaining('CONCORDAT_DATA_DIR'),
    });
    expect(error.message).toContain('/proc/nope');
  }, 5_000);

  it.each(['file', 'file/beneath/it'])('is refused when it is or lies in a file (%s)', async (path) => {
    await writeFile(join(dataDir, 'file'), '');
    const error = await refusal(join(dataDir, path));
    expect(error).toMatchObject({
      code: 'CONFIGURATION_INVALID',
      fix: expect.stringContaining('CONCORDAT_DATA_DIR'),
    });
    expect(error.message).toContain(`${join(dataDir, 'file')} is not a directory`);
  });
});
