import type { SchemaPlan } from '../storage/plan/SchemaPlan.ts';
import type { TopicPlan } from '../pipeline/topics/planTopics.ts';
import { formatProblems } from '../contract/formatProblems.ts';

function formatTopics(topics: TopicPlan | undefined): readonly string[] {
  if (topics === undefined) return [];
  return [
    ...topics.missing.map(
      ({ topic, partitions }) => `-- topic ${topic}: to be made with ${partitions} partitions\n`,
    ),
    ...topics.notes.map((note) => `-- ${note}\n`),
  ];
}

/** A plan for people: the SQL with its reasons as comments, which can be read as a script. */
export function formatPlan(plan: SchemaPlan, topics: TopicPlan | undefined): string {
  const steps = plan.steps.map(({ target, reason, sql }) => `-- ${target}: ${reason}\n${sql};\n`);
  const refusals = plan.refusals.map(({ message, fix }) => `-- REFUSED: ${message}\n--   ${fix}\n`);
  const notes = plan.notes.map((note) => `-- ${note}\n`);
  const problems = plan.problems.length > 0 ? [`${formatProblems(plan.problems)}\n`] : [];
  const all = [...steps, ...notes, ...refusals, ...problems, ...formatTopics(topics)];
  return all.length > 0 ? all.join('\n') : '-- Nothing to do: the database is what the declarations need.\n';
}
