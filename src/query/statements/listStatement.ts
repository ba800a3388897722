import sql, { join, type Sql } from 'sql-template-tag';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { afterSql, rangesAfter, rangesUpTo } from '../order/keysetRanges.ts';
import { orderSql } from '../order/orderSql.ts';
import type { Ordering } from '../order/OrderTerm.ts';
import { reverseOrdering } from '../order/parseOrderBy.ts';
import type { Page } from '../page/Page.ts';
import { identifier } from '../sql/identifier.ts';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';
import type { Condition } from '../where/Condition.ts';
import { conditionSql } from '../where/conditionSql.ts';
import { columnsSql, unionColumns, type ReadColumns } from './ReadColumns.ts';
import { visibleRowsSql } from './visibleRowsSql.ts';

/** A list as a caller asked for it. */
export interface ListRequest {
  readonly access: ContractAccess;
  readonly purpose: string;
  readonly condition: Condition;
  readonly ordering: Ordering;
  readonly page: Page;
  readonly columns: ReadColumns;
  /** Whether each row carries its `_cursor`: the text of the ordering's columns. */
  readonly cursors: boolean;
  readonly summary: ListSummaryRequest;
}

/** What is asked about the list beside the rows of the page. */
export interface ListSummaryRequest {
  readonly totalCount: boolean;
  /** Whether there are rows at `after` or before it. */
  readonly atOrBeforeAfter: boolean;
  /** Whether there are rows at `before` or after it. */
  readonly atOrAfterBefore: boolean;
}

/** Names of the columns that a list statement adds to a row. */
export const listColumns = {
  cursor: '_cursor',
  present: '_present',
  totalCount: '_total_count',
  atOrBeforeAfter: '_at_or_before_after',
  atOrAfterBefore: '_at_or_after_before',
} as const;

/**
 * Reads a page and one row more, from the end where the page begins. When a summary is asked for, each row carries it,
 * and a page without rows is one row that is not `_present`.
 */
export function listStatement(request: ListRequest): Statement {
  const summary = summarySql(request);
  if (summary.length === 0) return toStatement(pageSql(request, []));
  // The order of a subquery is not that of a join with it, so the page brings what it is ordered by.
  const page = pageSql(withOrdering(request), [sql`true as ${identifier(listColumns.present)}`]);
  return toStatement(
    sql`select * from (select ${join(summary, ', ')}) as "summary" left join (${page}) as "page" on true order by ${orderSql(readOrdering(request), ['page'])}`,
  );
}

/** The page, as one range of an index, or as several put together: from each of them no more than a page is read. */
function pageSql(request: ListRequest, marks: readonly Sql[]): Sql {
  const { page } = request;
  const ordering = readOrdering(request);
  const limit = page.size + 1;
  const [near, far] = page.from === 'START' ? [page.after, page.before] : [page.before, page.after];
  const bounds = far === undefined ? [] : [sql`(${afterSql(reverseOrdering(ordering), far)})`];
  const ranges = near === undefined ? [] : rangesAfter(ordering, near);
  const read = ({ columns }: ListRequest, range: readonly Sql[]): Sql =>
    sql`select ${columnsOf({ ...request, columns }, marks)} from ${tableSql(request.access)} where ${join([rowsSql(request), ...range, ...bounds], ' and ')} order by ${orderSql(ordering)} limit ${limit}`;
  if (ranges.length < 2) return read(request, ranges);
  const parts = ranges.map((range) => sql`(${read(withOrdering(request), [range])})`);
  return sql`select * from (${join(parts, ' union all ')}) as "ranges" order by ${orderSql(ordering)} limit ${limit}`;
}

function columnsOf({ ordering, columns, cursors }: ListRequest, marks: readonly Sql[]): Sql {
  const cursor = join(
    ordering.map(({ field }) => sql`${identifier(field.column)}::text`),
    ', ',
  );
  const position = cursors ? [sql`array[${cursor}] as ${identifier(listColumns.cursor)}`] : [];
  return join([columnsSql(columns), ...position, ...marks], ', ');
}

function summarySql(request: ListRequest): Sql[] {
  const { summary, page, ordering, access } = request;
  const from = sql`from ${tableSql(access)} where ${rowsSql(request)}`;
  const anyOf = (ranges: readonly Sql[], name: string): Sql =>
    sql`${join(
      ranges.map((range) => sql`exists (select ${from} and ${range})`),
      ' or ',
    )} as ${identifier(name)}`;
  return [
    ...(summary.totalCount ? [sql`(select count(*) ${from}) as ${identifier(listColumns.totalCount)}`] : []),
    ...(summary.atOrBeforeAfter && page.after !== undefined
      ? [anyOf(rangesUpTo(ordering, page.after), listColumns.atOrBeforeAfter)]
      : []),
    ...(summary.atOrAfterBefore && page.before !== undefined
      ? [anyOf(rangesUpTo(reverseOrdering(ordering), page.before), listColumns.atOrAfterBefore)]
      : []),
  ];
}

/** The ordering in which rows are read: from the end where the page begins. */
function readOrdering({ page, ordering }: ListRequest): Ordering {
  return page.from === 'START' ? ordering : reverseOrdering(ordering);
}

/** The request with the columns that it is ordered by among those that it reads. */
function withOrdering(request: ListRequest): ListRequest {
  const values = new Set(request.ordering.map(({ field }) => field.column));
  return { ...request, columns: unionColumns(request.columns, { values, texts: new Set() }) };
}

function tableSql({ contract: { serving } }: ContractAccess): Sql {
  return identifier(serving.schema, serving.table);
}

/** The rows of the list as a whole: visible and matching. */
function rowsSql({ access, condition, purpose }: ListRequest): Sql {
  const parts = [visibleRowsSql(access)];
  if (condition.kind !== 'AND' || condition.conditions.length > 0) {
    parts.push(sql`(${conditionSql(condition, { contract: access.contract, purpose })})`);
  }
  return join(parts, ' and ');
}
