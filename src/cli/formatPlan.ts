import type { SchemaPlan } from '../storage/plan/SchemaPlan.ts';
import { formatProblems } from '../contract/formatProblems.ts';

/** A plan for people: the SQL with its reasons as comments, which can be read as a script. */
export function formatPlan(plan: SchemaPlan): string {
  const steps = plan.steps.map(({ target, reason, sql }) => `-- ${target}: ${reason}\n${sql};\n`);
  const refusals = plan.refusals.map(({ message, fix }) => `-- REFUSED: ${message}\n--   ${fix}\n`);
  const notes = plan.notes.map((note) => `-- ${note}\n`);
  const problems = plan.problems.length > 0 ? [`${formatProblems(plan.problems)}\n`] : [];
  const all = [...steps, ...notes, ...refusals, ...problems];
  return all.length > 0 ? all.join('\n') : '-- Nothing to do: the database is what the declarations need.\n';
}
