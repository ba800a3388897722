import type { PlanNode } from './explainPlan.ts';

/** What a node takes over from the one beneath it stands in brackets. */
function takenOver(expression: string): string | undefined {
  return /^\((.*)\)$/s.exec(expression)?.[1];
}

/** What a node gives, and of several beneath an Append the first. */
function firstOutput(node: PlanNode, index: number): string | undefined {
  const expression = node.output[index];
  if (expression !== undefined) return takenOver(expression) ?? expression;
  const [first] = node.plans;
  return first === undefined ? undefined : firstOutput(first, index);
}

/**
 * The expressions that a plan's column is made by, one for each SELECT of a UNION, as far as they can be seen: undefined stands for what
 * is hidden from sight.
 */
export function outputsOf(node: PlanNode, index: number): readonly (string | undefined)[] {
  if (/^(Merge )?Append$/.test(node.type)) {
    return node.plans
      .filter(({ relationship }) => relationship === 'Member')
      .flatMap((member) => outputsOf(member, index));
  }
  const expression = node.output[index] ?? '';
  const taken = takenOver(expression);
  if (taken === undefined) return [expression];
  const [below, ...others] = node.plans.filter(({ relationship = '' }) =>
    /^(Outer|Inner)$/.test(relationship),
  );
  // Of an Append beneath, what is taken over shows only the first; the others are looked up there, if that is the column.
  if (below === undefined || others.length > 0 || firstOutput(below, index) !== taken) return [undefined];
  return outputsOf(below, index);
}

/** Whether a plan's column is seen to hold nothing, whatever the rows are. */
export function isAlwaysNull(node: PlanNode, index: number): boolean {
  const outputs = outputsOf(node, index);
  return outputs.length > 0 && outputs.every((output) => output !== undefined && /^NULL::/.test(output));
}
