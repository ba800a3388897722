import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages hold no symbolic links; an install script makes them, unless scripts are switched off. */
async function restoreSymlinks(directory: string): Promise<void> {
  const list = join(directory, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // Paths in the list are relative to the package, which is the parent of `native`.
  const withoutNative = (path: string): string => join(directory, relative('native', path));
  for (const { source, target } of symlinkList.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const link = withoutNative(target);
    if (!existsSync(link)) await symlink(relative(dirname(link), withoutNative(source)), link);
  }
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, entry.parentPath.endsWith('bin') ? 0o755 : 0o644);
  }
}

/**
 * Copies PostgreSQL's programs with their libraries to a place that every user may read, whole or not at all. Needed
 * where `node_modules` is closed to the user that runs PostgreSQL (a clone in root's home, a strict umask).
 */
export async function copyBinaries(packageDirectory: string, destination: string): Promise<void> {
  if (existsSync(destination)) return;
  const unfinished = `${destination}.${randomUUID()}`;
  await cp(packageDirectory, unfinished, { recursive: true, verbatimSymlinks: true });
  await restoreSymlinks(unfinished);
  await openToAll(unfinished);
  try {
    await rename(unfinished, destination);
  } catch (error) {
    // Another process was faster; its copy is as good.
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(destination)) throw error;
  }
}
