import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../storage/Database.ts';
import { ingestWithProgress } from '../ingestWithProgress.ts';
import type { EventFiles } from './findEventFiles.ts';
import { writeSample } from './writeSample.ts';

export interface FillOptions {
  /** Folder of the project. */
  readonly directory: string;
  /** Files of source events; the project's sample when absent. */
  readonly events?: EventFiles | undefined;
  readonly stderr: NodeJS.WriteStream;
}

/** Brings source events into the raw layer: those of a folder, or the sample when there are none yet. */
export async function fillDatabase(database: Database, options: FillOptions): Promise<void> {
  const { directory, events, stderr } = options;
  if (events !== undefined) {
    if (events.left.length > 0)
      stderr.write(`Left alone, not named for a topic: ${events.left.join(', ')}\n`);
    await ingestWithProgress(database, events.taken, stderr);
    return;
  }
  const anything = await database.query({ text: 'select from raw.event limit 1' });
  if (anything.length > 0) return;
  const folder = await mkdtemp(join(tmpdir(), 'concordat-sample-'));
  try {
    const files = await writeSample(directory, folder);
    if (files.length > 0) await ingestWithProgress(database, files, stderr);
    else stderr.write('The project has no sample under schema/sample, and the database is empty.\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}
