import type { Project } from '../../contract/model.ts';
import { readWaiting } from '../../pipeline/derive/readWindow.ts';
import { topicsOf } from '../../pipeline/project/topicsOf.ts';
import { isDerivedAsDeclared } from '../../pipeline/run/isDerivedAsDeclared.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database } from '../../storage/Database.ts';
import { rebuildWithProgress } from '../rebuildWithProgress.ts';

export interface StartOptions {
  readonly project: Project;
  readonly maskKeys: MaskKeys;
  /** Whether more source events may come at any time, so that those that wait are left to the pipeline. */
  readonly isFollowing: boolean;
  readonly stderr: NodeJS.WriteStream;
}

/** Rebuilds before the first answer, unless the last rebuild was of the same project and nothing is new since. */
export async function deriveAtStart(
  database: Database,
  { project, maskKeys, isFollowing, stderr }: StartOptions,
): Promise<void> {
  const isCurrent = await database.transaction(async (transaction) => {
    if (!(await isDerivedAsDeclared(transaction, project, maskKeys))) return false;
    const topics = new Set(project.products.flatMap(topicsOf));
    return isFollowing || (await readWaiting(transaction, undefined, [...topics])).length === 0;
  });
  if (!isCurrent) await rebuildWithProgress(database, project, { maskKeys }, stderr);
}
