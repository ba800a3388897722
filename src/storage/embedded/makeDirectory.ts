import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConcordatError } from '../../errors/ConcordatError.ts';

/** What the operating system calls a failure, e.g. ENOENT. */
function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

function unusable(directory: string, reason: string): ConcordatError {
  return new ConcordatError(
    'CONFIGURATION_INVALID',
    `The data directory ${directory} cannot be used: ${reason}.`,
    { fix: 'Set CONCORDAT_DATA_DIR or --data-dir to a directory that is writable or can be made.' },
  );
}

/** The directories to make, outermost first. */
async function missingDirectories(directory: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let path = directory; ; path = dirname(path)) {
    try {
      if (!(await stat(path)).isDirectory()) throw unusable(directory, `${path} is not a directory`);
      return missing;
    } catch (error) {
      if (error instanceof ConcordatError) throw error;
      const code = systemCode(error);
      // Beneath a file, too, there is nothing; the file itself is found further up.
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || path === dirname(path)) {
        throw unusable(directory, `${path} cannot be looked at (${code})`);
      }
      missing.unshift(path);
    }
  }
}

/**
 * Makes a directory and those above it that are not there, and returns the outermost that it made. Node's own recursive
 * `mkdir` does not come to an end where the system denies that the directory above exists, as in /proc.
 *
 * @param directory - absolute path
 * @throws ConcordatError CONFIGURATION_INVALID when it cannot be made.
 */
export async function makeDirectory(directory: string): Promise<string | undefined> {
  let outermost: string | undefined;
  for (const path of await missingDirectories(directory)) {
    try {
      await mkdir(path, { mode: 0o755 });
      outermost ??= path;
    } catch (error) {
      const code = systemCode(error);
      // Another process may have been faster.
      if (code !== 'EEXIST') throw unusable(directory, `${path} cannot be made (${code})`);
    }
  }
  return outermost;
}
