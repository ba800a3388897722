import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A folder for files of source events that a test writes. */
export interface EventFiles {
  /** Writes lines (each as it stands, with a line feed) to a file and returns its path; packed when it ends in `.gz`. */
  write(name: string, lines: readonly (string | Buffer)[]): Promise<string>;
  remove(): Promise<void>;
}

export async function createEventFiles(): Promise<EventFiles> {
  const directory = await mkdtemp(join(tmpdir(), 'concordat-events-'));
  return {
    async write(name, lines) {
      const path = join(directory, name);
      const bytes = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
      await writeFile(path, name.endsWith('.gz') ? gzipSync(bytes) : bytes);
      return path;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** A line of such a file. `value` is JSON text, so that a test has its bytes in hand. */
export function eventLine(topic: string, key: string | null, timestamp: number, value: string): string {
  return `{"topic":${JSON.stringify(topic)},"key":${JSON.stringify(key)},"timestamp":${timestamp},"value":${value}}`;
}
