import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { clusterLocation } from './clusterLocation.ts';
import { clusterPassword } from './clusterPassword.ts';
import { clusterUser, initializeCluster } from './initializeCluster.ts';
import { operatingUser } from './operatingUser.ts';
import { readPostmaster, removeStalePostmasterFile } from './postmasterFile.ts';
import { startServer, stopServer, type Cluster } from './runServer.ts';
import { keepServer, type ServerKeeper } from './serverKeeper.ts';
import { usableBinaries } from './usableBinaries.ts';

export interface EmbeddedPostgresOptions {
  /** Directory of the project's data, e.g. `.concordat`; the cluster is `postgres` in it. */
  readonly dataDir: string;
  /** Server settings beyond Concordat's own, e.g. `{ fsync: 'off' }` for tests. Ignored when the server runs already. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** URL with password of the platform's database. */
  readonly connectionString: string;
  /** Whether this call started the server; false when another process runs it on the same data. */
  readonly started: boolean;
  /** Ends this process's use of the server; the last process that uses it stops it. */
  stop(): Promise<void>;
  /** `stop`, and deletes the cluster with all data unless another process uses it: for servers that live only for a while. */
  remove(): Promise<void>;
}

const attempts = 40;
const pauseMs = 250;

interface Served {
  readonly keeper: ServerKeeper;
  readonly port: number;
  readonly started: boolean;
}

/**
 * Joins the server that runs on the data, or starts one. Processes that start or stop at the same moment can make either
 * fail, so it is tried for a while: a server that shuts down is gone soon, and so are the orphaned backends of a killed one.
 */
async function serve(
  cluster: Cluster,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<Served> {
  let reason = '';
  let started = false;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const running = await readPostmaster(cluster.dataDirectory);
    if (running === undefined) {
      await removeStalePostmasterFile(cluster.dataDirectory);
      const result = await startServer(cluster, settings);
      started = result.ok;
      if (result.ok) continue;
      reason = result.reason;
    } else if (running.port !== undefined) {
      try {
        return { keeper: await keepServer(running.port, password), port: running.port, started };
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    await sleep(pauseMs);
  }
  throw new ConcordatError(
    'DATABASE_UNAVAILABLE',
    `PostgreSQL did not start on ${cluster.dataDirectory}: ${reason}`,
    {
      fix: `See ${cluster.location}/postgres.log. If another server holds the directory, stop it, or set CONCORDAT_DATA_DIR to another one.`,
    },
  );
}

/**
 * Starts a real PostgreSQL on the project's data directory, making its cluster on first use, also for root. A server that
 * is already running there is shared: another Concordat's, or the one that a killed process left behind.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when there is no PostgreSQL to run or no place for it,
 *   DATABASE_UNAVAILABLE when it does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = await operatingUser(`${options.dataDir}/postgres/data`);
  const location = await clusterLocation(options.dataDir, user);
  const binaries = await usableBinaries(location, user);
  const password = await clusterPassword(location);
  const dataDirectory = await initializeCluster(location, password, binaries, user);
  const cluster = { location, dataDirectory, binaries, user };
  const { keeper, port, started } = await serve(cluster, password, options.settings ?? {});
  const stop = (): Promise<void> => keeper.release(() => stopServer(cluster));
  return {
    connectionString: `postgres://${clusterUser}:${password}@127.0.0.1:${String(port)}/${clusterUser}`,
    started,
    stop,
    async remove() {
      await stop();
      // Another process uses it: the data is its own now.
      if ((await readPostmaster(dataDirectory)) !== undefined) return;
      await rm(location, { recursive: true, force: true });
      await rm(join(options.dataDir, 'postgres'), { recursive: true, force: true });
    },
  };
}
