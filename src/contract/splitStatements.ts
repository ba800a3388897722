export interface SqlStatement {
  /** Offset of its first character that is no comment in the file. */
  readonly start: number;
  /** The statement without the semicolon that ends it. */
  readonly text: string;
}

// What a semicolon can stand in without ending anything. What is not closed goes on to the end of the file:
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html
const opaque =
  /--[^\n]*|\/\*|(?<!\w)E'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|(?<![\w$])\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/gi;

/** Splits a SQL file at the semicolons that end statements. What holds nothing but comments is no statement. */
export function splitStatements(text: string): readonly SqlStatement[] {
  const plain = blankOut(text);
  let end = -1;
  return plain.split(';').flatMap((part) => {
    const from = end + 1;
    end = from + part.length;
    const lead = part.search(/\S/);
    return lead < 0 ? [] : [{ start: from + lead, text: text.slice(from, end).trim() }];
  });
}

/** The same text with comments as spaces and quoted things as letters, so that every offset stays. */
function blankOut(text: string): string {
  let plain = '';
  let at = 0;
  const pattern = new RegExp(opaque);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const isComment = match[0].startsWith('-') || match[0] === '/*';
    const end = match[0] === '/*' ? endOfComment(text, match.index) : pattern.lastIndex;
    plain += text.slice(at, match.index) + (isComment ? ' ' : 'x').repeat(end - match.index);
    at = end;
    pattern.lastIndex = end;
  }
  return plain + text.slice(at);
}

/** Comments of Postgres nest. */
function endOfComment(text: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
