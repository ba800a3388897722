import { createDatabase } from '../createDatabase.ts';

/**
 * Makes sure that a database of this name is on the server and gives its URL. The name is taken as it is; two processes
 * that make it at once both succeed.
 */
export async function ensureDatabase(connectionString: string, name: string): Promise<string> {
  const url = new URL(connectionString);
  const server = createDatabase({ connectionString, poolSize: 1 });
  const exists = async () => {
    const rows = await server.query({ text: 'select from pg_database where datname = $1', values: [name] });
    return rows.length > 0;
  };
  try {
    if (!(await exists())) {
      await server
        .execute({ text: `create database "${name.replaceAll('"', '""')}"` })
        .catch(async (error: unknown) => {
          // Another process may have been faster.
          if (!(await exists())) throw error;
        });
    }
  } finally {
    await server.close();
  }
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}
