import { formatProblems } from '../../contract/formatProblems.ts';
import type { LintReport } from './LintReport.ts';

function countText({ problems }: LintReport): string {
  if (problems.length === 0) return 'No problems.';
  return problems.length === 1 ? '1 problem' : `${problems.length} problems`;
}

/** A report for people: the problems, how many they are, and the notes. */
export function formatLintReport(report: LintReport): string {
  const list = report.problems.length === 0 ? '' : `${formatProblems(report.problems)}\n\n`;
  return [`${list}${countText(report)}`, ...report.notes.map((note) => `note: ${note}`), ''].join('\n');
}
