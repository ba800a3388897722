import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ConcordatError } from '../../errors/ConcordatError.ts';

/** As whom PostgreSQL runs: it refuses to run as root. */
export type OperatingUser =
  { readonly kind: 'self' } | { readonly kind: 'other'; readonly uid: number; readonly gid: number };

const run = promisify(execFile);

async function lookUp(nameOrId: string): Promise<OperatingUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', nameOrId]), run('id', ['-g', nameOrId])]);
    return { kind: 'other', uid: Number(uid.stdout.trim()), gid: Number(gid.stdout.trim()) };
  } catch {
    return undefined;
  }
}

async function ownerOf(directory: string): Promise<OperatingUser | undefined> {
  const owner = await stat(directory).catch(() => undefined);
  return owner === undefined || owner.uid === 0 ? undefined : lookUp(String(owner.uid));
}

/**
 * This process's own user, or for root an existing unprivileged one: the owner of the cluster where there is one already,
 * else `postgres`, else `nobody`. No user is created: that would outlive the project on the machine.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when root finds none of them.
 */
export async function operatingUser(clusterDirectory: string): Promise<OperatingUser> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const user = (await ownerOf(clusterDirectory)) ?? (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (user !== undefined) return user;
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    'PostgreSQL does not run as root, and there is no other user to run it.',
    {
      fix: 'Start as another user, add a user `postgres`, or set DATABASE_URL to a PostgreSQL of your own.',
    },
  );
}
