import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { makeDirectory } from './makeDirectory.ts';
import type { OperatingUser } from './operatingUser.ts';
import { runProgram } from './runProgram.ts';

/** Where data goes when root's data directory is closed to the user that runs PostgreSQL, best first. */
const openPlaces = ['/var/lib/concordat', '/var/tmp/concordat'];

async function canEnter(directory: string, user: OperatingUser): Promise<boolean> {
  const result = await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], user);
  return result.code === 0;
}

/** The id that the data directory holds of its data elsewhere; made on first use. */
async function placeId(directory: string): Promise<string> {
  const file = join(directory, 'place-id');
  await writeFile(file, randomUUID(), { mode: 0o600, flag: 'wx' }).catch(() => undefined);
  return (await readFile(file, 'utf8')).trim();
}

async function openPlace(id: string, user: OperatingUser): Promise<string | undefined> {
  for (const place of openPlaces) {
    try {
      await mkdir(place, { recursive: true, mode: 0o755 });
      const status = await lstat(place);
      // Anyone may write beside it in /var/tmp: what somebody else prepared there is not used.
      if (!status.isDirectory() || status.uid !== 0) continue;
      await chmod(place, 0o755);
      const directory = join(place, id);
      await mkdir(directory, { recursive: true, mode: 0o755 });
      await chmod(directory, 0o755);
      if (await canEnter(directory, user)) return directory;
    } catch {
      // Not writable, or on a read-only file system: try the next.
    }
  }
  return undefined;
}

/**
 * The directory that holds the cluster of `dataDir`. It is `dataDir/postgres`, unless root started us and the user that
 * must run PostgreSQL cannot get there (a clone in /root with mode 700): then a directory outside, named by an id that is
 * kept in `dataDir`, so that the same project finds its data again and a fresh clone at the same path starts afresh.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when `dataDir` is a file or cannot be made, or no place can be used.
 */
export async function clusterLocation(dataDir: string, user: OperatingUser): Promise<string> {
  const wanted = join(resolve(dataDir), 'postgres');
  const made = await makeDirectory(wanted);
  if (user.kind === 'self') return wanted;
  // A strict umask would close what was just made; what was there before stays as its owner wants it.
  if (made !== undefined) {
    await chmod(made, 0o755);
    await chmod(wanted, 0o755);
  }
  if (await canEnter(wanted, user)) return wanted;
  const place = await openPlace(await placeId(wanted), user);
  if (place !== undefined) return place;
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    `PostgreSQL does not run as root, and its user may enter neither ${wanted} nor ${openPlaces.join(' nor ')}.`,
    { fix: 'Set CONCORDAT_DATA_DIR to a directory that every user may enter, or start as another user.' },
  );
}
