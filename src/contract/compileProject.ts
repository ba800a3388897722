import type { ProjectFiles } from '../config/ProjectFiles.ts';
import type { Problem } from '../errors/Problem.ts';
import { buildProject } from './build/buildProject.ts';
import { readDeclarations } from './declarations/readDeclarations.ts';
import { sortProblems } from './formatProblems.ts';
import type { Project } from './model.ts';
import { projectRules } from './rules/projectRules.ts';

export type CompiledProject =
  | { readonly ok: true; readonly project: Project }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Makes the model of a project, or says everything that is wrong with its declarations, sorted by place. Pure: the
 * same files give the same answer.
 */
export function compileProject(files: ProjectFiles): CompiledProject {
  const { declarations, problems: unreadable } = readDeclarations(files);
  const findings = projectRules.flatMap(({ id, check }) =>
    [...check(declarations)].map(({ at, message, fix }): Problem => ({ ...at, rule: id, message, fix })),
  );
  const problems = [...unreadable, ...findings];
  return problems.length > 0
    ? { ok: false, problems: sortProblems(problems) }
    : { ok: true, project: buildProject(declarations) };
}
