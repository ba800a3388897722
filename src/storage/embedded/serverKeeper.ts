import { Socket } from 'node:net';
import pg from 'pg';
import { clusterUser } from './initializeCluster.ts';

/** Shared by every process that uses an embedded server; who can hold it alone is the last one. */
const usersLock = 7_265_001;

/**
 * A connection that tells other processes that this one uses the server. It ends with the process, however that dies,
 * so that nothing stale is left behind.
 */
export interface ServerKeeper {
  /** Gives up this process's use; calls `stopServer` first when no other process uses the server. */
  release(stopServer: () => Promise<void>): Promise<void>;
}

async function createDatabaseOnce(client: pg.Client): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [clusterUser]);
  if (found.rowCount !== 0) return;
  await client
    .query(`create database ${clusterUser} encoding 'UTF8' template template0`)
    .catch((error: unknown) => {
      // Two processes that start at once: 42P04 duplicate_database, or 23505 in its catalog.
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code !== '42P04' && code !== '23505') throw error;
    });
}

/** Connects to the server on `port`; rejects when it does not answer to the cluster's password. */
export async function keepServer(port: number, password: string): Promise<ServerKeeper> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: clusterUser,
    password,
    database: 'postgres',
    application_name: 'concordat embedded',
    connectionTimeoutMillis: 10_000,
  });
  // The server may end before us; whoever queries it through a pool is told so there.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [usersLock]);
    await createDatabaseOnce(client);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  // Using a server is no reason for a process to stay alive.
  const { stream } = client.connection;
  if (stream instanceof Socket) stream.unref();
  return {
    async release(stopServer) {
      if (stream instanceof Socket) stream.ref();
      try {
        await client.query('select pg_advisory_unlock_shared($1)', [usersLock]);
        const alone = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
          usersLock,
        ]);
        // The lock is held until the server is gone: a process that comes now waits for it, is sent away and tries again.
        if (alone.rows[0]?.alone === true) await stopServer();
      } catch {
        // The server is gone already.
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}
