import type { PlanNode } from './explainPlan.ts';
import { outputsOf } from './outputsOf.ts';

const literal = /^'((?:[^']|'')*)'::(?:text|character varying(?:\(\d+\))?|name)$/;
const tokens =
  /'(?:[^']|'')*'::[a-z ]+?(?:\(\d+\))?(?=\s(?:WHEN|ELSE|END)\b|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[()]/g;

function valueOf(text: string): readonly string[] {
  const value = literal.exec(text)?.[1];
  return value === undefined ? [] : [value.replaceAll("''", "'")];
}

/**
 * The texts that an expression, as Postgres writes it, may give: of a CASE what stands in its branches by itself. A text that is
 * found is one of them; others may be hidden from sight.
 */
export function literalTexts(expression: string): readonly string[] {
  if (!expression.startsWith('CASE ')) return valueOf(expression);
  // Branches of a CASE that others are chosen by give nothing.
  if (expression.includes('CASE CASE ')) return [];
  let depth = 0;
  let previous = '';
  const found: string[] = [];
  for (const [token] of expression.matchAll(tokens)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && (previous === 'THEN' || previous === 'ELSE')) found.push(...valueOf(token));
    previous = token;
  }
  return found;
}

/**
 * The texts that a plan's column gives whatever the rows are, as far as they can be seen: what the SELECTs of a UNION write
 * down, also in the branches of a CASE. A text that is found is one of them; others may be hidden from sight.
 */
export function literalOutputs(node: PlanNode, index: number): readonly string[] {
  return outputsOf(node, index).flatMap((output) => (output === undefined ? [] : literalTexts(output)));
}
