import { resolve } from 'node:path';
import { readProjectFiles } from '../config/readProjectFiles.ts';
import { assertProject } from '../contract/assertProject.ts';
import type { Project } from '../contract/model.ts';

/**
 * Reads and compiles the project in a folder.
 *
 * @throws ConcordatError PROJECT_NOT_FOUND, or PROJECT_INVALID with every problem in its message
 */
export async function loadProject(directory: string): Promise<Project> {
  return assertProject(await readProjectFiles(resolve(directory)));
}
