import sql, { join, type Sql } from 'sql-template-tag';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { afterSql, atOrBeforeSql } from '../order/keysetSql.ts';
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
  const ordering = request.page.from === 'START' ? request.ordering : reverseOrdering(request.ordering);
  if (summary.length === 0) return toStatement(pageSql(request, ordering, []));
  const present = sql`true as ${identifier(listColumns.present)}`;
  // The order of a subquery is not that of a join with it, so the page brings what it is ordered by.
  const ordered = { values: new Set(ordering.map(({ field }) => field.column)), texts: new Set<string>() };
  const page = pageSql({ ...request, columns: unionColumns(request.columns, ordered) }, ordering, [present]);
  return toStatement(
    sql`select * from (select ${join(summary, ', ')}) as "summary" left join (${page}) as "page" on true order by ${orderSql(ordering, ['page'])}`,
  );
}

function pageSql(request: ListRequest, ordering: Ordering, marks: readonly Sql[]): Sql {
  const { page, access } = request;
  const cursor = join(
    request.ordering.map(({ field }) => sql`${identifier(field.column)}::text`),
    ', ',
  );
  const columns = [
    columnsSql(request.columns),
    ...(request.cursors ? [sql`array[${cursor}] as ${identifier(listColumns.cursor)}`] : []),
    ...marks,
  ];
  const bounds = [
    ...(page.after === undefined ? [] : [sql`(${afterSql(request.ordering, page.after)})`]),
    ...(page.before === undefined
      ? []
      : [sql`(${afterSql(reverseOrdering(request.ordering), page.before)})`]),
  ];
  return sql`select ${join(columns, ', ')} from ${tableSql(access)} where ${join([rowsSql(request), ...bounds], ' and ')} order by ${orderSql(ordering)} limit ${page.size + 1}`;
}

function summarySql(request: ListRequest): Sql[] {
  const { summary, page, ordering, access } = request;
  const from = sql`from ${tableSql(access)} where ${rowsSql(request)}`;
  return [
    ...(summary.totalCount ? [sql`(select count(*) ${from}) as ${identifier(listColumns.totalCount)}`] : []),
    ...(summary.atOrBeforeAfter && page.after !== undefined
      ? [
          sql`exists (select ${from} and (${atOrBeforeSql(ordering, page.after)})) as ${identifier(listColumns.atOrBeforeAfter)}`,
        ]
      : []),
    ...(summary.atOrAfterBefore && page.before !== undefined
      ? [
          sql`exists (select ${from} and (${atOrBeforeSql(reverseOrdering(ordering), page.before)})) as ${identifier(listColumns.atOrAfterBefore)}`,
        ]
      : []),
  ];
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
