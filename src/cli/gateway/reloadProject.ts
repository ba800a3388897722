import type { Logger } from 'pino';
import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database } from '../../storage/Database.ts';
import { loadProject } from '../loadProject.ts';
import { assertCurrent } from './assertCurrent.ts';
import { assertMaskKey } from './assertMaskKey.ts';

export interface ReloadOptions {
  /** Folder of the project. */
  readonly directory: string;
  readonly database: Database;
  readonly maskKeys: MaskKeys;
  readonly logger: Logger;
  /** Serves another project from now on. */
  readonly serve: (project: Project) => void;
}

/**
 * Serves what is declared by now. Where that is not sound, or the database is not what it needs, what was served before is served
 * still, and the log says why. Never throws.
 */
export async function reloadProject({
  directory,
  database,
  maskKeys,
  logger,
  serve,
}: ReloadOptions): Promise<void> {
  try {
    const project = await loadProject(directory);
    await assertCurrent(database, project);
    await assertMaskKey(database, project, maskKeys);
    serve(project);
    logger.info({ contracts: project.contracts.map(({ id }) => id) }, 'reloaded');
  } catch (error) {
    logger.error({ err: error }, 'not reloaded: what was served before is served still');
  }
}
