import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

const log = /\.ndjson(\.gz)?$/;

/** A file of records, one a line. */
export interface LogFile {
  readonly path: string;
  /** Of a file that was found in a folder, the topic that it must be of: others there, say a second delivery, are named by who wants them. */
  readonly topic?: string;
}

/**
 * The files that paths name: themselves, and of folders the logs `<topic>.ndjson(.gz)` in them.
 *
 * @throws Error where there is none
 */
export async function logsOf(paths: readonly string[]): Promise<readonly LogFile[]> {
  const found: LogFile[] = [];
  for (const path of paths) {
    const status = await stat(path).catch(() => undefined);
    if (status === undefined) throw new Error(`There is no ${path}.`);
    if (status.isDirectory()) {
      const names = (await readdir(path)).filter((name) => log.test(name)).toSorted();
      if (names.length === 0) throw new Error(`${path} has no *.ndjson or *.ndjson.gz.`);
      found.push(...names.map((name) => ({ path: join(path, name), topic: name.replace(log, '') })));
    } else if (log.test(basename(path))) found.push({ path });
    else throw new Error(`${path} is not named *.ndjson or *.ndjson.gz.`);
  }
  return found;
}
