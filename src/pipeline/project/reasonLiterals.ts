/**
 * The literals of `project.sql` by which its author says why an event cannot be taken, in the form `'unreadable price'` or
 * `'missing price'`: a cast of one fails, and PostgreSQL quotes it. They stand in the statement's text, so that saying one tells no
 * value, not even where an event holds the same text. `raw.unreadable` and `raw.required` need none.
 */
export function reasonLiterals(text: string): readonly string[] {
  return [
    ...new Set(
      Array.from(text.matchAll(/'((?:unreadable|missing) [^'"]*[^'"\s])'/g), ([, words = '']) => words),
    ),
  ];
}
