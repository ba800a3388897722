import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { OperatingUser } from './operatingUser.ts';
import { programPath } from './platformBinaries.ts';
import { runProgram } from './runProgram.ts';
import type { UsableBinaries } from './usableBinaries.ts';

/** The cluster's superuser, and the name of the database for the platform. */
export const clusterUser = 'concordat';

/** Text is compared by code point everywhere; only case mapping wants to know Unicode. */
function localeOptions(majorVersion: number): readonly string[][] {
  return [
    ...(majorVersion >= 17 ? [['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']] : []),
    ['--locale=C.UTF-8'],
    ['--locale=C'],
  ];
}

async function refuseOtherVersion(dataDirectory: string, binaries: UsableBinaries): Promise<void> {
  const version = Number((await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8')).trim());
  if (version === binaries.majorVersion) return;
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    `${dataDirectory} was made by PostgreSQL ${version}, and the one that is installed is ${binaries.majorVersion}.`,
    {
      fix: 'Dump it with the old version, or delete the directory, ingest the source events again and rebuild.',
    },
  );
}

async function handTo(user: OperatingUser, path: string): Promise<void> {
  if (user.kind === 'other') await chown(path, user.uid, user.gid);
}

/**
 * Makes the cluster in `<location>/data` if there is none, whole or not at all, and returns that directory.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when initdb fails or another version made the cluster.
 */
export async function initializeCluster(
  location: string,
  password: string,
  binaries: UsableBinaries,
  user: OperatingUser,
): Promise<string> {
  const dataDirectory = join(location, 'data');
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) {
    await refuseOtherVersion(dataDirectory, binaries);
    return dataDirectory;
  }
  let output = '';
  for (const locale of localeOptions(binaries.majorVersion)) {
    // initdb may be killed half way: the cluster gets its name only when it is complete.
    const work = join(location, `unfinished-${randomUUID()}`);
    await mkdir(work, { mode: 0o700 });
    await handTo(user, work);
    const passwordFile = join(work, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    await handTo(user, passwordFile);
    const unfinished = join(work, 'data');
    const result = await runProgram(
      programPath(binaries.binDirectory, 'initdb'),
      [
        `--pgdata=${unfinished}`,
        `--username=${clusterUser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        ...locale,
      ],
      user,
    );
    // Where another process was faster its cluster stays: a rename onto a full directory fails.
    if (result.code === 0) await rename(unfinished, dataDirectory).catch(() => undefined);
    await rm(work, { recursive: true, force: true });
    if (existsSync(join(dataDirectory, 'PG_VERSION'))) return dataDirectory;
    output = result.output;
  }
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    `PostgreSQL could not make a cluster in ${location}: ${output.trim()}`,
    {
      fix: 'See that the directory is writable and the disk has room, or set DATABASE_URL to a server.',
    },
  );
}
