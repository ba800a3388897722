import sql from 'sql-template-tag';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';

/** A value by which a contract row finds the reconciliation exceptions about it. */
export interface Reach {
  readonly reconciliation: string;
  readonly column: string;
  readonly value: string;
}

/** A row of `exceptionsStatement`. Neither subject nor detail: they hold values (attack 24). */
export interface ExceptionRow extends Reach {
  readonly id: string;
  readonly kind: string;
  readonly owner: string;
  readonly opened_at: string;
  readonly due_at: string;
}

/** Reads the open exceptions that any of these reach, oldest first. */
export function exceptionsStatement(reaches: readonly Reach[]): Statement {
  const reconciliations = reaches.map(({ reconciliation }) => reconciliation);
  const columns = reaches.map(({ column }) => column);
  const values = reaches.map(({ value }) => value);
  return toStatement(
    sql`select asked."reconciliation", asked."column", asked."value", e."id", e."kind", e."owner", e."opened_at", e."due_at" from unnest(${reconciliations}::text[], ${columns}::text[], ${values}::text[]) as asked ("reconciliation", "column", "value") join "reconciliation"."exception_reach" r using ("reconciliation", "column", "value") join "reconciliation"."exception" e on e."id" = r."exception_id" where e."resolved_at" is null order by e."opened_at", e."kind", e."id"`,
  );
}
