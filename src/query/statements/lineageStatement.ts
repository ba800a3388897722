import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { ProductTable, TopicSource } from '../../contract/model.ts';
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
  const time = eventTimeSql(table);
  const order = key.map((column) => sql`p.${column}`);
  const events = sql`left join ${identifier(table.product, `${table.table}__event`)} l on ${join(sameKey, ' and ')} left join "raw"."event" e on e."source" = l."source" and e."partition" = l."partition" and e."offset" = l."offset"`;
  return toStatement(
    sql`select ${isDecimal(path) ? sql`trim_scale(${start})` : start}::text as "_from", ${join(keys, ', ')}, l."source", l."partition", l."offset", ${eventTypeSql(table) ?? raw('null::text')} as "event_type", ${time} as "event_time", e."received_at" from ${rows} ${events} where ${join([where, ...withinSql(path)], ' and ')} order by ${join(order, ', ')}, ${time}, l."source", l."partition", l."offset" limit ${most}`,
  );
}

const cloudEvent = raw(
  '"raw"."open_cloudevent"(e."header_names", e."header_values", e."value", e."payload")',
);

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

/** Contract rows hold their numbers without trailing zeros, and product rows as they came. */
function isDecimal({ table, by, via }: LineagePath): boolean {
  const type = table.fields.find(({ column }) => column === by)?.type;
  return via === undefined && type?.name === 'Decimal' && !type.list;
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

/** Where the event's type stands depends on its topic's envelope. */
function eventTypeSql(table: ProductTable): Sql | undefined {
  return caseOfTopic(table, (source) => {
    switch (source.envelope) {
      case 'JSON':
        return sql`e."payload" #>> ${source.eventTypePath.split('.')}`;
      case 'DEBEZIUM':
        return sql`"raw"."debezium_change"(e."payload") #>> ${source.eventTypePath.split('.')}`;
      case 'CLOUDEVENTS':
        return sql`(${cloudEvent})."type"`;
    }
  });
}

/** What the event itself says, where its envelope has a place for it. */
function eventTimeSql(table: ProductTable): Sql {
  const said = caseOfTopic(table, ({ envelope }) =>
    envelope === 'CLOUDEVENTS' ? sql`(${cloudEvent})."time"` : undefined,
  );
  return said === undefined ? raw('e."event_time"') : sql`coalesce(${said}, e."event_time")`;
}

function caseOfTopic(table: ProductTable, of: (source: TopicSource) => Sql | undefined): Sql | undefined {
  const cases = table.sources.flatMap((source) => {
    const value = source.kind === 'topic' ? of(source) : undefined;
    return source.kind === 'topic' && value !== undefined ? [sql`when ${source.topic} then ${value}`] : [];
  });
  return cases.length === 0 ? undefined : sql`case l."source" ${join(cases, ' ')} end`;
}
