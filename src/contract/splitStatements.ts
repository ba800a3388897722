export interface SqlStatement {
  /** Offset of its first character in the file. */
  readonly start: number;
  /** The statement without the semicolon that ends it. */
  readonly text: string;
}

// Where a semicolon ends nothing; and a semicolon that does:
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html
const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\bE'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|;/gi;

/** Splits a SQL file at the semicolons that end statements. What holds nothing but comments is no statement. */
export function splitStatements(text: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  const add = (from: number, to: number): void => {
    const part = text.slice(from, to);
    const lead = /^(\s|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*/.exec(part)?.[0].length ?? 0;
    if (lead < part.length) statements.push({ start: from + lead, text: part.trim() });
  };
  let start = 0;
  for (const match of text.matchAll(token)) {
    if (match[0] !== ';') continue;
    add(start, match.index);
    start = match.index + 1;
  }
  add(start, text.length);
  return statements;
}
