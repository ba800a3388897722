import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../contract/model.ts';
import type { Database } from '../../storage/Database.ts';
import { ingestWithProgress } from '../ingestWithProgress.ts';
import { warnOfUnread } from '../warnOfUnread.ts';
import type { EventFiles } from './findEventFiles.ts';
import { writeSample } from './writeSample.ts';

export interface FillOptions {
  /** Folder of the project. */
  readonly directory: string;
  readonly project: Project;
  /** Files of source events; the project's sample when absent. */
  readonly events?: EventFiles | undefined;
  /**
   * Whether the database is the sample's own, and so takes what the sample has that it lacks. Any other gets the sample only
   * while it is empty.
   */
  readonly isSampleDatabase: boolean;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Brings source events into the raw layer: those of a folder, or the sample. What was taken before is not taken again, so
 * that a start that failed half way is made up for by the next.
 */
export async function fillDatabase(database: Database, options: FillOptions): Promise<void> {
  const { directory, project, events, isSampleDatabase, stderr } = options;
  if (events !== undefined) {
    if (events.left.length > 0)
      stderr.write(`Left alone, not named for a topic: ${events.left.join(', ')}\n`);
    warnOfUnread(project, await ingestWithProgress(database, events.taken, stderr), stderr);
    return;
  }
  const isEmpty = (await database.query({ text: 'select from raw.event limit 1' })).length === 0;
  if (!isEmpty && !isSampleDatabase) return;
  const folder = await mkdtemp(join(tmpdir(), 'concordat-sample-'));
  try {
    const files = await writeSample(directory, folder);
    if (files.length > 0) warnOfUnread(project, await ingestWithProgress(database, files, stderr), stderr);
    else if (isEmpty)
      stderr.write('The project has no sample under schema/sample, and the database is empty.\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}
