import type { ProjectFiles } from '../config/ProjectFiles.ts';
import type { Problem } from '../errors/Problem.ts';
import { buildProject } from './build/buildProject.ts';
import { readDeclarations } from './declarations/readDeclarations.ts';
import { sortProblems } from './formatProblems.ts';
import type { Project } from './model.ts';
import { projectRules } from './rules/projectRules.ts';
import { rulesBesideSql } from './rules/rulesBesideSql.ts';
import { soundPart, type SoundPart } from './soundPart.ts';

export type CompiledProject =
  | { readonly ok: true; readonly project: Project }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly sound: SoundPart };

/**
 * Makes the model of a project, or says everything that is wrong with its declarations, sorted by place, and gives what of
 * it stands all the same. Pure: the same files give the same answer.
 */
export function compileProject(files: ProjectFiles): CompiledProject {
  const { declarations, problems: unreadable } = readDeclarations(files);
  const findings = projectRules.flatMap((rule) =>
    [...rule.check(declarations)].map(({ at, message, fix }) => {
      const problem: Problem = { ...at, rule: rule.id, message, fix };
      return { problem, besideSql: rulesBesideSql.has(rule) };
    }),
  );
  if (unreadable.length + findings.length === 0) return { ok: true, project: buildProject(declarations) };
  const touching = findings.filter(({ besideSql }) => !besideSql).map(({ problem }) => problem);
  return {
    ok: false,
    problems: sortProblems([...unreadable, ...findings.map(({ problem }) => problem)]),
    sound: soundPart(declarations, [...unreadable, ...touching]),
  };
}
