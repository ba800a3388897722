import { GraphQLScalarType } from 'graphql';
import { GraphQLDate, GraphQLDateTime, GraphQLDuration } from 'graphql-scalars';
import { refuse, scalarText } from './scalarInput.ts';

/** Postgres and ISO 8601 share the years 0001 to 9999. */
const isoDate = /^(?!0000)\d{4}-\d{2}-\d{2}/;

/** A day, `2026-06-30`, kept as text: it has no time zone to be moved by. */
export const dateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: GraphQLDate.description ?? null,
  serialize: String,
  ...scalarText((text) =>
    accepts(GraphQLDate, text) && isoDate.test(text) ? text : refuse('Date', 'write a day as "2026-06-30"'),
  ),
});

/** A point in time; input with any offset is turned to UTC, and no digit of its fraction is lost up to microseconds. */
export const dateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: GraphQLDateTime.description ?? null,
  serialize: String,
  ...scalarText((text) => {
    const utc = accepts(GraphQLDateTime, text) ? toUtc(text) : '';
    return isoDate.test(utc) ? utc : refuse('DateTime', 'write a time as "2026-06-30T12:00:00Z"');
  }),
});

/** Whether a time as the database gives it is one that DateTime has: a source event's may be in any year, as its producer likes. */
export function isWithinDateTime(time: string): boolean {
  return isoDate.test(time) && time.endsWith('Z');
}

/** A length of time, `P1DT12H`. */
export const durationScalar = new GraphQLScalarType<string, string>({
  name: 'Duration',
  description: 'A length of time as ISO 8601 writes it, such as `P1DT12H`.',
  serialize: String,
  ...scalarText((text) =>
    accepts(GraphQLDuration, text) ? text : refuse('Duration', 'write a length of time as "P1DT12H"'),
  ),
});

function toUtc(text: string): string {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const seconds = new Date(text).toISOString().slice(0, -5);
  return `${seconds}.${fraction.slice(0, 6).padEnd(3, '0')}Z`;
}

function accepts<Internal, External>(scalar: GraphQLScalarType<Internal, External>, text: string): boolean {
  try {
    scalar.parseValue(text);
    return true;
  } catch {
    return false;
  }
}
