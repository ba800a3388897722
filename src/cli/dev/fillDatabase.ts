import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../contract/model.ts';
import type { Database } from '../../storage/Database.ts';
import { ingestWithProgress } from '../ingestWithProgress.ts';
import { findEventFiles } from './findEventFiles.ts';
import { writeSample } from './writeSample.ts';

export interface FillOptions {
  readonly project: Project;
  /** Folder of the project. */
  readonly directory: string;
  /** Folder of source events; the project's sample when absent. */
  readonly events?: string | undefined;
  readonly stderr: NodeJS.WriteStream;
}

/** Brings source events into the raw layer: those of a folder, or the sample when there are none yet. */
export async function fillDatabase(database: Database, options: FillOptions): Promise<void> {
  const { project, directory, events, stderr } = options;
  if (events !== undefined) {
    const { taken, left } = await findEventFiles(project, events);
    if (left.length > 0) stderr.write(`Left alone, not named for a topic: ${left.join(', ')}\n`);
    await ingestWithProgress(database, taken, stderr);
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
