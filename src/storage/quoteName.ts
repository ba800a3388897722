import pg from 'pg';

/** A quoted SQL name, its parts joined by dots: `"contract"."ride_v1"`. */
export function quoteName(...parts: readonly string[]): string {
  return parts.map((part) => pg.escapeIdentifier(part)).join('.');
}

/** A quoted list of columns: `"a", "b"`. */
export function quoteNames(names: readonly string[]): string {
  return names.map((name) => quoteName(name)).join(', ');
}

/** A quoted SQL text, for the few places where a parameter cannot stand. */
export function quoteText(text: string): string {
  return pg.escapeLiteral(text);
}
