import sql, { join, raw, type Sql } from 'sql-template-tag';
import { identifier } from '../sql/identifier.ts';
import type { Ordering } from './OrderTerm.ts';

/** The list behind `order by`. Postgres puts nulls last ascending and first descending, which is what an OrderTerm means. */
export function orderSql(ordering: Ordering, qualifier: readonly string[] = []): Sql {
  return join(
    ordering.map(
      ({ field, direction }) =>
        sql`${identifier(...qualifier, field.column)}${raw(direction === 'DESC' ? ' desc' : '')}`,
    ),
    ', ',
  );
}
