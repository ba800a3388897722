import { createDatabase } from '../createDatabase.ts';
import type { Database } from '../Database.ts';

async function withServer<T>(
  connectionString: string,
  name: string,
  work: (server: Database, exists: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const server = createDatabase({ connectionString, poolSize: 1 });
  const exists = async (): Promise<boolean> => {
    const rows = await server.query({ text: 'select from pg_database where datname = $1', values: [name] });
    return rows.length > 0;
  };
  try {
    return await work(server, exists);
  } finally {
    await server.close();
  }
}

function urlOf(connectionString: string, name: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** The URL of the database of this name; undefined where the server has none. */
export function findDatabase(connectionString: string, name: string): Promise<string | undefined> {
  return withServer(connectionString, name, async (_server, exists) =>
    (await exists()) ? urlOf(connectionString, name) : undefined,
  );
}

/**
 * Makes sure that a database of this name is on the server and gives its URL. The name is taken as it is; two processes
 * that make it at once both succeed.
 */
export function ensureDatabase(connectionString: string, name: string): Promise<string> {
  return withServer(connectionString, name, async (server, exists) => {
    if (!(await exists())) {
      await server
        .execute({ text: `create database "${name.replaceAll('"', '""')}"` })
        .catch(async (error: unknown) => {
          // Another process may have been faster.
          if (!(await exists())) throw error;
        });
    }
    return urlOf(connectionString, name);
  });
}
