import type { ProjectFiles } from '../config/ProjectFiles.ts';
import { ConcordatError } from '../errors/ConcordatError.ts';
import { compileProject } from './compileProject.ts';
import { formatProblems } from './formatProblems.ts';
import type { Project } from './model.ts';

/**
 * `compileProject` for those who need a project.
 *
 * @throws ConcordatError PROJECT_INVALID whose message lists every problem.
 */
export function assertProject(files: ProjectFiles): Project {
  const compiled = compileProject(files);
  if (compiled.ok) return compiled.project;
  const { problems } = compiled;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  throw new ConcordatError('PROJECT_INVALID', `The project has ${count}:\n${formatProblems(problems)}`, {
    fix: 'Mend them; "concordat lint" lists them at any time.',
    mayBeLogged: true,
  });
}
