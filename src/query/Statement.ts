/** One SQL statement: text with `$1` … placeholders, and the values that go into them. Values never stand in the text. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}
