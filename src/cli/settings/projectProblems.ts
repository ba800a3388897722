import { loadProject } from '../loadProject.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Project } from '../../contract/model.ts';
import type { SettingProblem } from './SettingProblem.ts';

/**
 * What is wrong with `--project` and `--region`: no project there, or not a region of it. A project with problems of its
 * own is not a wrong setting; who needs it says what they are.
 */
export async function projectProblems(settings: {
  readonly project?: string | undefined;
  readonly region?: string | undefined;
}): Promise<readonly SettingProblem<'project' | 'region'>[]> {
  const { project: directory = '.', region } = settings;
  let project: Project;
  try {
    project = await loadProject(directory);
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    if (error.code !== 'PROJECT_NOT_FOUND') return [];
    return [{ settings: ['project'], reason: `cannot be used: ${error.message}` }];
  }
  if (region === undefined || project.regions.includes(region)) return [];
  return [
    {
      settings: ['region'],
      reason: `cannot be used: the project knows no region "${region}". It has: ${project.regions.join(', ')}.`,
    },
  ];
}
