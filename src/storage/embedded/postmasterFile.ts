import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server writes to `postmaster.pid` (see src/include/utils/pidfile.h of PostgreSQL). */
export interface Postmaster {
  readonly pid: number;
  /** Absent while the server has not got so far. */
  readonly port?: number;
}

/** A process of another user is not our server: that one runs as us, or as the user that root gives it. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the process is a server on this data directory: a server's working directory is its data directory. Where
 * that can't be seen (no /proc), a living process counts as one.
 */
async function isServerOn(pid: number, dataDirectory: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return (await readlink(`/proc/${String(pid)}/cwd`)) === (await realpath(dataDirectory));
  } catch {
    return isAlive(pid);
  }
}

/** The server that runs on a data directory, whoever started it; undefined when there is none. */
export async function readPostmaster(dataDirectory: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0 || !(await isServerOn(pid, dataDirectory))) return undefined;
  const port = Number(lines[3]);
  return Number.isInteger(port) && port > 0 ? { pid, port } : { pid };
}

/**
 * Removes a `postmaster.pid` whose process is gone. PostgreSQL does so itself, except where the number belongs to another
 * process by now, which is common in containers.
 */
export async function removeStalePostmasterFile(dataDirectory: string): Promise<void> {
  if ((await readPostmaster(dataDirectory)) === undefined) {
    await rm(join(dataDirectory, 'postmaster.pid'), { force: true });
  }
}
