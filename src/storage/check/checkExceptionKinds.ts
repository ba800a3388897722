import type { Reconciliation } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { quoteText } from '../quoteName.ts';
import type { PlanNode } from './explainPlan.ts';
import { literalOutputs } from './literalOutputs.ts';
import { placeInText } from './placeInText.ts';
import { positionOf } from './positionOf.ts';

/**
 * Checks that the kinds that exceptions.sql writes down are declared. Of those that it reads from tables only the rows can
 * tell, and a rebuild does.
 *
 * @param plan - of `exceptions.sql`; undefined where Postgres makes none
 * @param column - index of the column `kind`; -1 without one
 */
export function checkExceptionKinds(
  { exceptionsSql, exceptionKinds }: Reconciliation,
  plan: PlanNode | undefined,
  column: number,
): readonly Problem[] {
  if (plan === undefined || column < 0) return [];
  const declared = exceptionKinds.map(({ name }) => name);
  const unknown = new Set(literalOutputs(plan, column).filter((kind) => !declared.includes(kind)));
  return [...unknown].map((kind) => {
    const index = exceptionsSql.text.indexOf(quoteText(kind));
    return {
      ...placeInText(exceptionsSql, index < 0 ? undefined : positionOf(exceptionsSql.text, index)),
      rule: 'exception-kind',
      message: `The SELECT raises exceptions of kind ${kind}, which is not declared.`,
      fix: `Use one of ${declared.join(', ')}, or declare the kind with @exception in reconciliation.graphql.`,
    };
  });
}
