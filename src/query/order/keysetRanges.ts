import sql, { join, raw, type Sql } from 'sql-template-tag';
import { identifier } from '../sql/identifier.ts';
import { reverseOrdering } from './parseOrderBy.ts';
import type { Ordering, OrderTerm } from './OrderTerm.ts';

/** A row's place in an ordering: the value of each of its columns as Postgres writes it, null where there is none. */
export type Position = readonly (string | null)[];

/**
 * The rows strictly after a position, as conditions of which each row meets exactly one. Each alone is a range of an
 * index on the ordering; joined by `or` they would be a filter over all rows before the position too.
 */
export function rangesAfter(ordering: Ordering, position: Position): readonly Sql[] {
  return ranges(ordering.map((term, index) => ({ ...term, value: position[index] ?? null })));
}

/** The row at a position, then the rows before it, as conditions like those of `rangesAfter`. */
export function rangesUpTo(ordering: Ordering, position: Position): readonly Sql[] {
  const places = ordering.map((term, index) => ({ ...term, value: position[index] ?? null }));
  return [allOf(places.map(equalSql)), ...rangesAfter(reverseOrdering(ordering), position)];
}

/** True for the rows strictly after a position. */
export function afterSql(ordering: Ordering, position: Position): Sql {
  return join(
    rangesAfter(ordering, position).map((range) => sql`(${range})`),
    ' or ',
  );
}

interface Place extends OrderTerm {
  readonly value: string | null;
}

function ranges(places: readonly Place[]): readonly Sql[] {
  const [first] = places;
  if (first === undefined) return [];
  if (first.value === null) {
    const beyond = first.direction === 'DESC' ? [sql`${columnSql(first)} is not null`] : [];
    return [...within([first], places.slice(1)), ...beyond];
  }
  const end = places.findIndex(({ value, direction }) => value === null || direction !== first.direction);
  const run = end < 0 ? places : places.slice(0, end);
  return [...within(run, places.slice(run.length)), comparisonSql(run), ...nullsAfter(run)];
}

/** What comes after a position among the rows that are equal to it in the first columns. */
function within(equal: readonly Place[], rest: readonly Place[]): Sql[] {
  return ranges(rest).map((range) => allOf([...equal.map(equalSql), range]));
}

/** Columns of one direction without a null in the position: a row comparison, which an index answers. */
function comparisonSql(run: readonly Place[]): Sql {
  const columns = join(run.map(columnSql), ', ');
  const values = join(
    run.map(({ value }) => value),
    ', ',
  );
  return sql`(${columns}) ${raw(run[0]?.direction === 'ASC' ? '>' : '<')} (${values})`;
}

/** Ascending, rows with a null follow all values; descending they came first, and no comparison holds for them. */
function nullsAfter(run: readonly Place[]): Sql[] {
  return run.flatMap((place, index) =>
    place.direction === 'ASC' && !place.field.type.nonNull
      ? [allOf([...run.slice(0, index).map(equalSql), sql`${columnSql(place)} is null`])]
      : [],
  );
}

function equalSql(place: Place): Sql {
  return place.value === null ? sql`${columnSql(place)} is null` : sql`${columnSql(place)} = ${place.value}`;
}

function allOf(conditions: readonly Sql[]): Sql {
  return join(conditions, ' and ');
}

function columnSql({ field }: OrderTerm): Sql {
  return identifier(field.column);
}
