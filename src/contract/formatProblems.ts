import type { Problem } from '../errors/Problem.ts';

/**
 * Problems in the order in which a reader meets them: by file, then by place. One that is found again, as in what YAML repeats by
 * an alias, is there once.
 */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const found = new Map(
    problems.map((problem) => {
      const { file, line, column, rule, message } = problem;
      return [JSON.stringify([file, line, column, rule, message]), problem];
    }),
  );
  return [...found.values()].toSorted(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.rule, b.rule),
  );
}

/** Text for people: one `file:line:column  message  (rule)` a problem, what to do beneath it. */
export function formatProblems(problems: readonly Problem[]): string {
  return sortProblems(problems)
    .map(
      ({ file, line, column, rule, message, fix }) =>
        `${file}:${line}:${column}  ${message}  (${rule})\n    ${fix}`,
    )
    .join('\n');
}

// By code point: the same order on every machine.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
