import { isUtf8 } from 'node:buffer';

/**
 * Whether a JSON text can be an event's payload: surely, surely not, or only Postgres can tell (`raw.event_payload`). `\u0000`, lone
 * surrogates, numbers beyond `numeric`, very deep nesting and very many items are JSON that jsonb refuses; exponents may make its
 * text far longer than this one.
 */
export type PayloadKind = 'JSONB' | 'NONE' | 'UNCERTAIN';

/** As single letters in the staging table. */
export const payloadLetters: Readonly<Record<PayloadKind, string>> = {
  JSONB: 'j',
  NONE: 'n',
  UNCERTAIN: 'u',
};

const certainDepth = 200;

function isDeep(value: Buffer): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < value.length; at += 1) {
    const byte = value[at];
    if (inString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > certainDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
}

// What may be a number with an exponent that makes its text long, or with very many digits, or an escape by number; in strings
// too, which costs nothing but the question to Postgres.
const suspicious = /\\u|\d[eE][+-]?\d{2}|\d{300}/;

/** Of few bytes each, more items than jsonb takes in one array or object fit only into what is longer by far. */
const certainBytes = 1024 * 1024;

/** Looks at the raw text of a value that JSON.parse has taken. */
export function payloadKind(value: Buffer): PayloadKind {
  if (!isUtf8(value)) return 'NONE';
  if (value.length > certainBytes) return 'UNCERTAIN';
  // Most values are short of anything odd: brackets cannot be deeper than there are bytes.
  if (suspicious.test(value.toString('latin1'))) return 'UNCERTAIN';
  return value.length > certainDepth * 2 && isDeep(value) ? 'UNCERTAIN' : 'JSONB';
}
