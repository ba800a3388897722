import type { Project } from '../contract/model.ts';
import { rebuild, type RebuildOptions } from '../pipeline/rebuild/rebuild.ts';
import type { RebuildResult } from '../pipeline/rebuild/RebuildProgress.ts';
import type { Database } from '../storage/Database.ts';
import { createDerivationBar } from './progress/createDerivationBar.ts';

/** Rebuilds with a bar on stderr for the whole of it. Throws like `rebuild`. */
export async function rebuildWithProgress(
  database: Database,
  project: Project,
  options: Pick<RebuildOptions, 'maskKeys' | 'refuses'>,
  stderr: NodeJS.WriteStream,
): Promise<RebuildResult> {
  const bar = createDerivationBar('rebuild', stderr);
  try {
    return await rebuild(database, project, { ...options, onProgress: bar.report });
  } finally {
    bar.stop();
  }
}
