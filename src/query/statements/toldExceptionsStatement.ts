import sql, { join, raw, type Sql } from 'sql-template-tag';
import { rangeSql, type OrderedColumn } from '../order/rangeSql.ts';
import type { RangeRequest } from '../page/Range.ts';
import type { ExceptionPath } from '../selection/exceptionPaths.ts';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';
import { isForCallerSql, reachesSql, visibleKeysSql } from './exceptionRowsSql.ts';

/** Which exceptions are asked for: those that are like this, as the caller is shown them. */
export interface ExceptionFilter {
  readonly kind?: string;
  readonly owner?: string;
  /** Only open ones, or only resolved ones. */
  readonly open?: boolean;
}

/** A row of `toldExceptionsStatement`. Neither subject nor detail: they hold values (attack 24). */
export interface ToldExceptionRow {
  readonly id: string;
  readonly reconciliation: string;
  readonly kind: string;
  readonly owner: string;
  readonly severity: string;
  readonly opened_at: string;
  readonly due_at: string;
  readonly resolved_at: string | null;
  /** The position in the list: when it was opened, to the microsecond, and its id. */
  readonly _position: readonly string[];
  /** By which of the paths it concerns visible rows, as places in the list of paths. */
  readonly paths: readonly number[];
}

const order: readonly OrderedColumn[] = [
  { column: raw('e."opened_at"'), type: raw('timestamptz') },
  { column: raw('e."id"'), type: raw('uuid') },
];

/**
 * Reads the exceptions whose kinds the caller may know at rows that it may see, in the order in which they were opened, those
 * with equal times by id. Each path gives a page of its own from an index, and these are put together.
 */
export function toldExceptionsStatement(
  paths: readonly ExceptionPath[],
  filter: ExceptionFilter,
  { range, from, most }: RangeRequest,
): Statement {
  const direction = raw(from === 'END' ? ' desc' : '');
  const ordering = sql`order by e."opened_at"${direction}, e."id"${direction}`;
  const pages = paths.map(
    (path, place) =>
      sql`(select ${raw(place.toString())} as "path", e."id", e."opened_at" from "reconciliation"."exception" e where ${join([...foundSql(path, filter), ...rangeSql(order, range)], ' and ')} ${ordering} limit ${most})`,
  );
  return toStatement(
    sql`select e."id", e."reconciliation", e."kind", e."owner", e."severity", e."opened_at", e."due_at", e."resolved_at", array[e."opened_at"::text, e."id"::text] as "_position", f."paths" from (select e."id", array_agg(e."path") as "paths" from (${join(pages, ' union all ')}) e group by e."opened_at", e."id" ${ordering} limit ${most}) f join "reconciliation"."exception" e using ("id") ${ordering}`,
  );
}

/** A row of `toldExceptionCountStatement`. */
export interface ToldExceptionCount {
  readonly total: number;
  /** How many of them each path leads to, by its place in the list of paths. */
  readonly by_path: Readonly<Record<string, number>> | null;
}

/** Counts what `toldExceptionsStatement` reads without a range. */
export function toldExceptionCountStatement(
  paths: readonly ExceptionPath[],
  filter: ExceptionFilter,
): Statement {
  const found = paths.map(
    (path, place) =>
      sql`select ${raw(place.toString())} as "path", e."id" from "reconciliation"."exception" e where ${join(foundSql(path, filter), ' and ')}`,
  );
  return toStatement(
    sql`with f as materialized (${join(found, ' union all ')}) select count(distinct f."id")::int as "total", (select jsonb_object_agg(c."path", c."found") from (select f."path", count(*)::int as "found" from f group by f."path") c) as "by_path" from f`,
  );
}

function foundSql(path: ExceptionPath, { kind, owner, open }: ExceptionFilter): readonly Sql[] {
  const rows = sql`select from "reconciliation"."exception_reach" r, ${visibleKeysSql(path)} where ${reachesSql(path)}`;
  return [
    sql`e."reconciliation" = ${path.reconciliation.name}`,
    kind === undefined ? sql`e."kind" = any(${path.told})` : sql`e."kind" = ${kind}`,
    ...(owner === undefined ? [] : [sql`e."owner" = ${owner}`]),
    ...(open === undefined ? [] : [raw(`e."resolved_at" is ${open ? 'null' : 'not null'}`)]),
    sql`exists (${rows})`,
    isForCallerSql(path),
  ];
}
