import { raw, type Sql } from 'sql-template-tag';

/** A quoted SQL identifier, or several joined by dots: `"contract"."ride_v1"`. Quotes inside are doubled. */
export function identifier(...names: readonly string[]): Sql {
  return raw(names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.'));
}
