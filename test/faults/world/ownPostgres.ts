import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src/storage/embedded/startEmbeddedPostgres.ts';
import { freePorts } from '../../kafka/freePorts.ts';
import { until } from '../../support/until.ts';

const run = promisify(execFile);

/** A PostgreSQL that a test may break. */
export interface OwnPostgres {
  readonly connectionString: string;
  readonly port: number;
  /** Ends it at once, as a crash does (`immediate`), or in good order (`fast`). */
  stop(mode: 'immediate' | 'fast'): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
  /** Copies its data aside, or puts the copy in their place; only while it is stopped. */
  backUp(): Promise<void>;
  restore(): Promise<void>;
  /** How large files of its processes may become, in bytes; without a limit where undefined. */
  limitFiles(bytes: number | undefined): Promise<void>;
  remove(): Promise<void>;
}

const signals = { immediate: 'SIGQUIT', fast: 'SIGINT' } as const;

export async function startOwnPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnPostgres> {
  const [port = 0] = await freePorts(1);
  const dataDir = await mkdtemp(join(tmpdir(), 'concordat-faults-'));
  const options = {
    dataDir,
    settings: { fsync: 'off', full_page_writes: 'off', port: String(port), ...settings },
  };
  let embedded = await startEmbeddedPostgres(options);
  const { connectionString } = embedded;
  const ask = async (text: string): Promise<string> => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      const { rows } = await client.query<{ answer: string }>(text);
      return rows.map(({ answer }) => answer).join();
    } finally {
      await client.end();
    }
  };
  const data = await ask(`select current_setting('data_directory') as answer`);
  const pidFile = join(data, 'postmaster.pid');
  const postmaster = async (): Promise<number> => Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  return {
    connectionString,
    port,
    async stop(mode) {
      process.kill(await postmaster(), signals[mode]);
      await until('PostgreSQL has stopped', () => !existsSync(pidFile));
    },
    async start() {
      embedded = await startEmbeddedPostgres(options);
    },
    backUp: async () => {
      await run('cp', ['-a', data, `${data}.copy`]);
    },
    async restore() {
      await rm(data, { recursive: true });
      await run('mv', [`${data}.copy`, data]);
    },
    async limitFiles(bytes) {
      const { uid, gid } = await stat(data);
      const backends = (await ask('select pid::text as answer from pg_stat_activity')).split(',');
      for (const pid of [String(await postmaster()), ...backends]) {
        // The soft limit alone, which its owner may raise again. One of them may have ended.
        await run('prlimit', ['--pid', pid, `--fsize=${bytes ?? 'unlimited'}:`], { uid, gid }).catch(
          () => undefined,
        );
      }
    },
    async remove() {
      await embedded.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
