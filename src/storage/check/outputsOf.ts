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
 * The expressions that some of a plan's columns are made by, side by side for each SELECT of a UNION, as far as they can be seen:
 * undefined stands for what is hidden from sight.
 */
export function outputRows(
  node: PlanNode,
  indexes: readonly number[],
): readonly (readonly (string | undefined)[])[] {
  if (/^(Merge )?Append$/.test(node.type)) {
    return node.plans
      .filter(({ relationship }) => relationship === 'Member')
      .flatMap((member) => outputRows(member, indexes));
  }
  const own = indexes.map((index) => {
    const expression = node.output[index] ?? '';
    return { index, expression, taken: takenOver(expression) };
  });
  const [below, ...others] = node.plans.filter(({ relationship = '' }) =>
    /^(Outer|Inner)$/.test(relationship),
  );
  // Of an Append beneath, what is taken over shows only the first; the others are looked up there, if that is the column.
  const isBelow = ({ index, taken }: (typeof own)[number]): boolean =>
    taken !== undefined && below !== undefined && others.length === 0 && firstOutput(below, index) === taken;
  const rows = below !== undefined && own.some(isBelow) ? outputRows(below, indexes) : [[]];
  return rows.map((row) =>
    own.map((column, place) => {
      if (column.taken === undefined) return column.expression;
      return isBelow(column) ? row[place] : undefined;
    }),
  );
}

/** The expressions that a plan's column is made by, one for each SELECT of a UNION; undefined for what is hidden from sight. */
export function outputsOf(node: PlanNode, index: number): readonly (string | undefined)[] {
  return outputRows(node, [index]).map(([expression]) => expression);
}

/** Whether a plan's column is seen to hold nothing, whatever the rows are. */
export function isAlwaysNull(node: PlanNode, index: number): boolean {
  const outputs = outputsOf(node, index);
  return outputs.length > 0 && outputs.every((output) => output !== undefined && /^NULL::/.test(output));
}
