import type { Project } from '../contract/model.ts';
import type { MaskKeys } from '../policy/masks/MaskKeys.ts';
import { rebuild } from '../pipeline/rebuild/rebuild.ts';
import type { RebuildResult } from '../pipeline/rebuild/RebuildProgress.ts';
import type { Database } from '../storage/Database.ts';
import { createDerivationBar } from './progress/createDerivationBar.ts';

/** Rebuilds with a bar on stderr for the whole of it. Throws like `rebuild`. */
export async function rebuildWithProgress(
  database: Database,
  project: Project,
  maskKeys: MaskKeys,
  stderr: NodeJS.WriteStream,
): Promise<RebuildResult> {
  const bar = createDerivationBar('rebuild', stderr);
  try {
    return await rebuild(database, project, { maskKeys, onProgress: bar.report });
  } finally {
    bar.stop();
  }
}
