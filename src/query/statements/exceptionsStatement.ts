import sql, { raw } from 'sql-template-tag';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';
import type { ColumnValues } from './lineageStatement.ts';
import { reachesOthersSql } from './reachesOthersSql.ts';

/** A value by which a contract row finds the reconciliation exceptions about it. */
export interface Reach {
  readonly reconciliation: string;
  readonly column: string;
  readonly value: string;
  /**
   * Of the exceptions found, those that reach values of these columns must reach one of these: the others are about rows
   * that the caller may not see.
   */
  readonly within: readonly ColumnValues[];
}

/** A row of `exceptionsStatement`. Neither subject nor detail: they hold values (attack 24). */
export interface ExceptionRow {
  /** Which of the reaches that were asked for found it, from 0. */
  readonly asked: number;
  readonly id: string;
  readonly reconciliation: string;
  readonly kind: string;
  readonly owner: string;
  readonly opened_at: string;
  readonly due_at: string;
}

/** Reads the open exceptions that any of these reach, oldest first, so many at most. */
export function exceptionsStatement(reaches: readonly Reach[], most: number): Statement {
  const reconciliations = reaches.map(({ reconciliation }) => reconciliation);
  const columns = reaches.map(({ column }) => column);
  const values = reaches.map(({ value }) => value);
  const within = reaches.map((reach) => JSON.stringify(reach.within));
  const others = sql`select from jsonb_to_recordset(asked."within") as own ("column" text, "values" jsonb) where ${reachesOthersSql(raw('own."column"'), raw('own."values" ? o."value"'))}`;
  return toStatement(
    sql`select asked."place"::int - 1 as "asked", e."id", e."reconciliation", e."kind", e."owner", e."opened_at", e."due_at" from unnest(${reconciliations}::text[], ${columns}::text[], ${values}::text[], ${within}::jsonb[]) with ordinality as asked ("reconciliation", "column", "value", "within", "place") join "reconciliation"."exception_reach" r using ("reconciliation", "column", "value") join "reconciliation"."exception" e on e."id" = r."exception_id" where e."resolved_at" is null and not exists (${others}) order by e."opened_at", e."kind", e."id" limit ${most}`,
  );
}
