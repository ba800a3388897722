import { randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Password of the cluster's superuser: random, made once, kept beside the data and readable by its owner only. */
export async function clusterPassword(location: string): Promise<string> {
  const file = join(location, 'password');
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  // A link appears whole or not at all, and fails where another process made one before.
  await link(unfinished, file).catch(() => undefined);
  await rm(unfinished);
  return (await readFile(file, 'utf8')).trim();
}
