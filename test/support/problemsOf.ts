import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';
import { compileProject } from '../../src/contract/compileProject.ts';

/** A problem without its wording: what a test of a rule pins down. */
export interface FoundProblem {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
}

/** All problems of a project, by file and line. */
export function problemsOf(files: ProjectFiles): readonly FoundProblem[] {
  const compiled = compileProject(files);
  if (compiled.ok) return [];
  return compiled.problems.map(({ rule, file, line, message, fix }) => {
    // A finding that does not say what to do is no help.
    if (!/[.?]$/.test(message) || !/[.?]$/.test(fix)) throw new Error(`${rule}: "${message}" "${fix}"`);
    return { rule, file, line };
  });
}

/**
 * The problem that `rule` should find in the line of `snippet`; without one, at the beginning of the file.
 *
 * @throws Error when the snippet is not in the file exactly once.
 */
export function problemAt(rule: string, files: ProjectFiles, file: string, snippet?: string): FoundProblem {
  if (snippet === undefined) return { rule, file, line: 1 };
  const [before, ...after] = files.get(file)?.split(snippet) ?? [];
  if (before === undefined || after.length !== 1)
    throw new Error(`"${snippet}" must be in ${file} exactly once.`);
  return { rule, file, line: before.split('\n').length };
}
