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
  /** The kinds that the caller may know at the row. */
  readonly told: readonly string[];
}

/**
 * A row of `exceptionsStatement`: an exception that the caller may know, or, where `id` is null, all of a reconciliation's
 * together that it may not. Neither subject nor detail: they hold values (attack 24).
 */
export type ExceptionRow = FoundBy & (ToldException | WithheldExceptions);

interface FoundBy {
  /** By which of the reaches that were asked for, from 0. */
  readonly asked: readonly number[];
  readonly reconciliation: string;
}

interface ToldException {
  readonly id: string;
  readonly kind: string;
  readonly owner: string;
  readonly opened_at: string;
  readonly due_at: string;
}

interface WithheldExceptions {
  readonly id: null;
}

const columns = ['id', 'kind', 'owner', 'opened_at', 'due_at'] as const;

/**
 * Reads the open exceptions that any of these reach: those that the caller may know, each once, oldest first, so many at most,
 * and whether there are others, without how many.
 */
export function exceptionsStatement(reaches: readonly Reach[], most: number): Statement {
  const given = [
    reaches.map(({ reconciliation }) => reconciliation),
    reaches.map(({ column }) => column),
    reaches.map(({ value }) => value),
    reaches.map(({ within }) => JSON.stringify(within)),
    reaches.map(({ told }) => JSON.stringify(told)),
  ] as const;
  const asked = sql`unnest(${given[0]}::text[], ${given[1]}::text[], ${given[2]}::text[], ${given[3]}::jsonb[], ${given[4]}::jsonb[]) with ordinality as asked ("reconciliation", "column", "value", "within", "told", "place")`;
  const others = sql`select from jsonb_to_recordset(asked."within") as own ("column" text, "values" jsonb) where ${reachesOthersSql(raw('own."column"'), raw('own."values" ? o."value"'))}`;
  const reached = sql`from "reconciliation"."exception_reach" r join "reconciliation"."exception" e on e."id" = r."exception_id" where r."reconciliation" = asked."reconciliation" and r."column" = asked."column" and r."value" = asked."value" and e."resolved_at" is null and not exists (${others})`;
  const told = sql`select ${raw(columns.map((column) => `e."${column}"`).join(', '))} ${reached} and asked."told" ? e."kind"`;
  const withheld = sql`select ${raw(columns.map(() => 'null').join(', '))} where exists (select ${reached} and not asked."told" ? e."kind")`;
  const found = raw(columns.map((column) => `found."${column}"`).join(', '));
  // What is withheld comes last, one row a reconciliation.
  const mostRows = most + new Set(given[0]).size;
  return toStatement(
    sql`select array_agg(asked."place"::int - 1) as "asked", asked."reconciliation", ${found} from ${asked} cross join lateral (${told} union all ${withheld}) found group by asked."reconciliation", ${found} order by found."opened_at", found."kind", found."id" limit ${mostRows}`,
  );
}
