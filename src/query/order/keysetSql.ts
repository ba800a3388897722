import sql, { join, raw, type Sql } from 'sql-template-tag';
import { identifier } from '../sql/identifier.ts';
import { reverseOrdering } from './parseOrderBy.ts';
import type { Ordering, OrderTerm } from './OrderTerm.ts';

/** A row's place in an ordering: the value of each of its columns as Postgres writes it, null where there is none. */
export type Position = readonly (string | null)[];

/** True for the rows that come strictly after a position in the ordering. */
export function afterSql(ordering: Ordering, position: Position): Sql {
  const places = ordering.map((term, index) => ({ ...term, value: position[index] ?? null }));
  const directions = new Set(ordering.map((term) => term.direction));
  return directions.size === 1 && !places.some((place) => place.value === null)
    ? rowComparisonSql(places)
    : steppedSql(places);
}

/** True for the rows at a position or before it. */
export function atOrBeforeSql(ordering: Ordering, position: Position): Sql {
  const equal = ordering.map((term, index) => equalSql({ ...term, value: position[index] ?? null }));
  return sql`(${afterSql(reverseOrdering(ordering), position)}) or (${join(equal, ' and ')})`;
}

interface Place extends OrderTerm {
  readonly value: string | null;
}

/**
 * One direction and no null in the position: a row comparison, which an index answers. Ascending, rows with a null still
 * follow; descending they came first, and a comparison with null leaves them out as it should.
 */
function rowComparisonSql(places: readonly Place[]): Sql {
  const ascending = places[0]?.direction === 'ASC';
  const columns = places.map((place) => identifier(place.field.column));
  const values = places.map((place) => place.value);
  const compared = sql`(${join(columns, ', ')}) ${raw(ascending ? '>' : '<')} (${join(values, ', ')})`;
  const nulls = places.flatMap((place, index) =>
    ascending && !place.field.type.nonNull
      ? [join([...places.slice(0, index).map(equalSql), isNullSql(place)], ' and ', '(', ')')]
      : [],
  );
  return nulls.length === 0 ? compared : join([compared, ...nulls], ' or ');
}

/** Directions that differ, or a null in the position: column by column, `after the first, or equal to it and …`. */
function steppedSql(places: readonly Place[]): Sql {
  const steps = places.flatMap((place, index) => {
    const further = furtherSql(place);
    return further === undefined
      ? []
      : [join([...places.slice(0, index).map(equalSql), further], ' and ', '(', ')')];
  });
  return steps.length === 0 ? raw('false') : join(steps, ' or ');
}

/** What comes after a value within its own column; nothing comes after null ascending. */
function furtherSql(place: Place): Sql | undefined {
  const column = identifier(place.field.column);
  if (place.value === null) return place.direction === 'ASC' ? undefined : sql`${column} is not null`;
  if (place.direction === 'DESC') return sql`${column} < ${place.value}`;
  const greater = sql`${column} > ${place.value}`;
  return place.field.type.nonNull ? greater : sql`(${greater} or ${isNullSql(place)})`;
}

function equalSql(place: Place): Sql {
  return place.value === null ? isNullSql(place) : sql`${identifier(place.field.column)} = ${place.value}`;
}

function isNullSql(place: OrderTerm): Sql {
  return sql`${identifier(place.field.column)} is null`;
}
