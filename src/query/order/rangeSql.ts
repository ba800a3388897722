import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Bound, Range } from '../page/Range.ts';

/** A column of an ascending order that has no nulls, and the type of its values. */
export interface OrderedColumn {
  readonly column: Sql;
  readonly type: Sql;
}

/** Conditions that limit rows to a range of such an order. Comparisons of rows, which an index on the columns answers. */
export function rangeSql(order: readonly OrderedColumn[], { after, before }: Range): readonly Sql[] {
  return [
    ...(after === undefined ? [] : [boundSql(order, after, '>')]),
    ...(before === undefined ? [] : [boundSql(order, before, '<')]),
  ];
}

function boundSql(order: readonly OrderedColumn[], { position, inclusive }: Bound, beyond: '>' | '<'): Sql {
  const columns = order.map(({ column }) => column);
  const values = order.map(({ type }, index) => sql`${position[index] ?? null}::${type}`);
  return sql`(${join(columns, ', ')}) ${raw(inclusive ? `${beyond}=` : beyond)} (${join(values, ', ')})`;
}
