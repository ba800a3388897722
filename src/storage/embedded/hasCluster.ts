import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Whether an embedded PostgreSQL was ever started on the data directory; makes nothing. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  const found = await readdir(join(resolve(dataDir), 'postgres')).catch(() => []);
  return found.length > 0;
}
