import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { ProductTable } from '../../contract/model.ts';
import { identifier } from '../sql/identifier.ts';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';

/** How a contract's rows find rows of a product table. */
export interface LineagePath {
  readonly table: ProductTable;
  /** Column of the contract's rows that begins the path. */
  readonly from: string;
  /** The product table's column that ends it. */
  readonly by: string;
  /** The reconciliation in between, and the column of its assertion that leads on; it has `from` too. */
  readonly via?: string;
  readonly asserted?: string;
  /** What the product rows must be like to be shown: in each of these columns one of its values. All rows when absent. */
  readonly within?: readonly ColumnValues[];
}

/** A column and the texts that it may hold. */
export interface ColumnValues {
  readonly column: string;
  readonly values: readonly string[];
}

/** A row of `lineageStatement`: a product row with one of its events; without events, null in their place. */
export interface LineageRow {
  /** The contract row's value that led here. */
  readonly _from: string;
  /** The product row's key, column by column. */
  readonly [keyColumn: `_key_${number}`]: unknown;
  readonly source: string | null;
  readonly partition: number | null;
  readonly offset: string | null;
  readonly event_type: string | null;
  readonly event_time: string | null;
  readonly received_at: string | null;
}

/**
 * Reads the product rows behind contract rows with their source events, so many at most. Of a payload only the event's type
 * is read.
 */
export function lineageStatement(path: LineagePath, values: readonly string[], most: number): Statement {
  const { table } = path;
  const { start, rows, where } =
    path.via === undefined ? direct(path, values) : reconciled(path, path.via, values);
  const key = table.key.map(({ column }) => identifier(column));
  const keys = key.map((column, index) => sql`p.${column} as ${identifier(`_key_${index}`)}`);
  const sameKey = key.map((column) => sql`l.${column} = p.${column}`);
  const order = key.map((column) => sql`p.${column}`);
  const events = sql`left join ${identifier(table.product, `${table.table}__event`)} l on ${join(sameKey, ' and ')} left join "raw"."event" e on e."source" = l."source" and e."partition" = l."partition" and e."offset" = l."offset"`;
  return toStatement(
    sql`select ${start}::text as "_from", ${join(keys, ', ')}, l."source", l."partition", l."offset", ${eventTypeSql(table)} as "event_type", e."event_time", e."received_at" from ${rows} ${events} where ${join([where, ...withinSql(path)], ' and ')} order by ${join(order, ', ')}, e."event_time", l."source", l."partition", l."offset" limit ${most}`,
  );
}

interface FoundRows {
  /** The contract row's value. */
  readonly start: Sql;
  /** The product rows as `p`. */
  readonly rows: Sql;
  readonly where: Sql;
}

function direct({ table, by }: LineagePath, values: readonly string[]): FoundRows {
  const start = sql`p.${identifier(by)}`;
  return { start, rows: sql`${tableSql(table)} p`, where: sql`${start} = any(${values})` };
}

/** Several rows of an assertion may lead from one value to the same product row, which is behind the row once. */
function reconciled(
  { table, from, by, asserted: column = by }: LineagePath,
  via: string,
  values: readonly string[],
): FoundRows {
  const asserted = sql`select distinct ${identifier(from)} as "_from", ${identifier(column)} as "_by" from ${identifier('reconciliation', via)} where ${identifier(from)} = any(${values})`;
  return {
    start: sql`a."_from"`,
    rows: sql`(${asserted}) a join ${tableSql(table)} p on p.${identifier(by)} = a."_by"`,
    where: raw('true'),
  };
}

/** As text, as a product may hold in another type what a contract holds as text. */
function withinSql({ within = [] }: LineagePath): Sql[] {
  return within.map(({ column, values }) => sql`p.${identifier(column)}::text = any(${values})`);
}

function tableSql({ product, table }: ProductTable): Sql {
  return identifier(product, table);
}

/** Where the event's type stands in its payload depends on its topic. */
function eventTypeSql(table: ProductTable): Sql {
  const cases = table.sources.flatMap((source) =>
    source.kind === 'topic'
      ? [sql`when ${source.topic} then e."payload" #>> ${source.eventTypePath.split('.')}`]
      : [],
  );
  return cases.length === 0 ? raw('null::text') : sql`case l."source" ${join(cases, ' ')} end`;
}
