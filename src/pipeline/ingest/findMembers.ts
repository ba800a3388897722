const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** Where the raw text of a member's value stands in the bytes of a JSON object: `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** The index after the closing quote of the string that opens at `from`. */
export function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at + 1;
}

/** The index after the value that begins at `from`: at the comma or brace that ends it, without the space before. */
function skipValue(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === quote) {
      at = skipString(bytes, at);
      continue;
    }
    if (depth === 0 && (byte === comma || byte === closeBrace)) break;
    if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) depth -= 1;
    at += 1;
  }
  while (at > from && isSpace(bytes[at - 1])) at -= 1;
  return at;
}

/**
 * Finds the raw text of each member of a JSON object, which a JSON parser does not tell: numbers, escapes, spaces and
 * doubled members are lost in its values. The bytes must be one JSON object already (JSON.parse has taken them). Where a
 * member stands more than once the last one counts, as with JSON.parse.
 */
export function findMembers(bytes: Buffer): Map<string, Span> {
  const members = new Map<string, Span>();
  let at = skipSpace(bytes, 0) + 1;
  while (at < bytes.length) {
    at = skipSpace(bytes, at);
    if (bytes[at] !== quote) break;
    const nameEnd = skipString(bytes, at);
    const name = bytes.toString('utf8', at + 1, nameEnd - 1);
    at = skipSpace(bytes, nameEnd);
    if (bytes[at] !== colon) break;
    const start = skipSpace(bytes, at + 1);
    const end = skipValue(bytes, start);
    // A name may itself be written with escapes.
    members.set(name.includes('\\') ? String(JSON.parse(`"${name}"`)) : name, { start, end });
    at = skipSpace(bytes, end) + 1;
  }
  return members;
}
