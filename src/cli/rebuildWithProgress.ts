import type { Project } from '../contract/model.ts';
import type { MaskKeys } from '../policy/masks/MaskKeys.ts';
import { rebuild } from '../pipeline/rebuild/rebuild.ts';
import type { RebuildResult } from '../pipeline/rebuild/RebuildProgress.ts';
import type { Database } from '../storage/Database.ts';
import { createProgressBars } from './progress/createProgressBars.ts';

const phaseNames = { RECONCILE: 'reconciliations', MATERIALIZE: 'contracts' } as const;

/** Rebuilds with a bar on stderr for each product, for the reconciliations and for the contracts. Throws like `rebuild`. */
export async function rebuildWithProgress(
  database: Database,
  project: Project,
  maskKeys: MaskKeys,
  stderr: NodeJS.WriteStream,
): Promise<RebuildResult> {
  const bars = createProgressBars(stderr);
  try {
    return await rebuild(database, project, {
      maskKeys,
      onProgress: ({ phase, name, done, total }) => {
        bars.report(phase === 'PROJECT' ? `product ${name}` : phaseNames[phase], done, total);
      },
    });
  } finally {
    bars.stop();
  }
}
