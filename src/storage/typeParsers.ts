import pg from 'pg';
import type { CustomTypesConfig } from 'pg';
import { parse as parseArray } from 'postgres-array';

type Parse = (text: string) => unknown;

const asIs: Parse = (text) => text;

/**
 * `2017-01-05 14:01:20.5+00` -> `2017-01-05T14:01:20.500Z`. The session's zone is UTC. Finer than milliseconds is cut, as
 * DateTime is on the wire; `infinity` and years before Christ have no ISO form and stay as they are.
 */
export function parseTimestamp(text: string): string {
  const parts = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text);
  if (parts === null) return text;
  const [, date = '', time = '', fraction = ''] = parts;
  return `${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

const parseJson: Parse = (text) => JSON.parse(text) as unknown;

const arrayOf =
  (item: Parse): Parse =>
  (text) =>
    parseArray(text, item);

// By the OID of the type and of its array (pg_type.dat of PostgreSQL); the others are as pg has them.
const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [20, asIs], // bigint
  [1700, asIs], // numeric
  [1082, asIs], // date
  [1114, asIs], // timestamp without time zone: no zone is made up
  [1184, parseTimestamp],
  [1186, asIs], // interval
  [114, parseJson],
  [3802, parseJson], // jsonb
  [1016, arrayOf(asIs)],
  [1231, arrayOf(asIs)],
  [1182, arrayOf(asIs)],
  [1115, arrayOf(asIs)],
  [1185, arrayOf(parseTimestamp)],
  [199, arrayOf(parseJson)],
  [3807, arrayOf(parseJson)],
]);

const { getTypeParser } = pg.types;

/** How values are read, handed to each connection: pg's own parsers are global and belong to whoever else uses pg. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: (oid, format): unknown =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? getTypeParser(oid, format),
};
