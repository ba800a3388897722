import { z } from 'zod';
import type { Transaction } from '../Database.ts';
import { sqlFailureOf, type SqlFailure } from '../SqlFailure.ts';

/** A node of a plan: https://www.postgresql.org/docs/current/sql-explain.html */
export interface PlanNode {
  readonly type: string;
  /** What it is to the node above it: `Outer`, `Inner`, `Member` of an Append, `InitPlan` … */
  readonly relationship: string | undefined;
  /** The table that it reads or writes, `schema.table` without quotes. */
  readonly table: string | undefined;
  /** Its columns as expressions. */
  readonly output: readonly string[];
  readonly plans: readonly PlanNode[];
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z
    .object({
      'Node Type': z.string(),
      'Parent Relationship': z.string().optional(),
      Schema: z.string().optional(),
      'Relation Name': z.string().optional(),
      Output: z.array(z.string()).default([]),
      Plans: z.array(planNode).default([]),
    })
    .transform((node) => ({
      type: node['Node Type'],
      relationship: node['Parent Relationship'],
      table: node.Schema && node['Relation Name'] && `${node.Schema}.${node['Relation Name']}`,
      output: node.Output,
      plans: node.Plans,
    })),
);

export type Explained =
  | { readonly ok: true; readonly plan: PlanNode }
  | {
      readonly ok: false;
      readonly failure: SqlFailure;
      /** The character of the statement that the failure is about, from 1 in code points. */
      readonly position: number | undefined;
    };

const answer = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planNode })]) })]);
const head = 'explain (verbose, costs off, format json)\n';

/** How Postgres would run a statement without parameters; nothing is executed. */
export async function explainPlan(transaction: Transaction, text: string): Promise<Explained> {
  try {
    const rows = await transaction.savepoint(() => transaction.query({ text: head + text }));
    return { ok: true, plan: answer.parse(rows)[0]['QUERY PLAN'][0].Plan };
  } catch (error) {
    const failure = sqlFailureOf(error);
    // Only what is wrong with the statement is a finding; a lost connection is not.
    if (failure === undefined || !/^(22|42|0A|21|54)/.test(failure.details.sqlState)) throw error;
    const { position } = failure.details;
    return { ok: false, failure, position: position === undefined ? undefined : position - head.length };
  }
}
