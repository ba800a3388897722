import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { findMembers } from './findMembers.ts';
import { payloadKind, type PayloadKind } from './payloadKind.ts';
import { withoutNonNumbers } from './withoutNonNumbers.ts';

/** One source event as a line of a file holds it. */
export interface EventLine {
  readonly topic: string;
  /** UTF-8 of the key; null where the record has none. */
  readonly key: Buffer | null;
  /** Epoch milliseconds; null where the record has no time. */
  readonly timestamp: number | null;
  /** The value's JSON text byte for byte as it stands in the line; null for a tombstone. */
  readonly value: Buffer | null;
  readonly payload: PayloadKind;
}

export type EventLineResult =
  | { readonly kind: 'event'; readonly event: EventLine }
  | { readonly kind: 'blank' }
  | { readonly kind: 'malformed'; readonly reason: string };

// What a timestamptz and a Date hold: from 4713 BC to the year 275760.
const earliest = -210_866_803_200_000;
const latest = 8_640_000_000_000_000;

const envelope = z.strictObject(
  {
    // What Kafka takes: https://kafka.apache.org/documentation/#multitopic
    topic: z.string().regex(/^[a-zA-Z0-9._-]{1,249}$/),
    key: z
      .string()
      .refine((key) => key.isWellFormed())
      .nullable(),
    timestamp: z.int().min(earliest).max(latest).nullable(),
    value: z.unknown(),
  },
  { error: () => 'it is not a JSON object' },
);

const nullText = Buffer.from('null');

const expectations: Readonly<Record<string, string>> = {
  topic: '`topic` must be 1 to 249 letters, digits, dots, dashes and underscores',
  key: '`key` must be a string or null',
  value: '`value` is missing',
  timestamp: '`timestamp` must be a whole number of milliseconds since 1970, or null',
};

function malformed(reason: string): EventLineResult {
  return { kind: 'malformed', reason };
}

function parse(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

interface Parsed {
  /** The line's object; where only the value is no JSON, with a number in its place. */
  readonly json: unknown;
  readonly isJson: boolean;
}

/**
 * Some producers write NaN and Infinity, which are not JSON. Such a value is kept without a payload: the text with a
 * number in their place shows whether the rest is JSON. Nothing but the value may hold them: another number in place of a
 * timestamp would be one that nobody wrote.
 */
function parseLine(bytes: Buffer, text: string): Parsed | undefined {
  const strict = parse(text);
  if (strict !== undefined) return { json: strict.json, isJson: true };
  if (parse(withoutNonNumbers(bytes).toString('utf8')) === undefined) return undefined;
  const span = findMembers(bytes).get('value');
  if (span === undefined) return undefined;
  const rest = parse(`${bytes.toString('utf8', 0, span.start)}0${bytes.toString('utf8', span.end)}`);
  return rest === undefined ? undefined : { json: rest.json, isJson: false };
}

/** Reasons never quote what the line holds. */
function reasonOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys')
    return 'it has members beyond topic, key, timestamp and value, which would be lost';
  return expectations[String(issue?.path[0])] ?? 'it is not a JSON object';
}

/** Reads `{"topic","key","timestamp","value"}` from the bytes of one line. */
export function readEventLine(bytes: Buffer): EventLineResult {
  if (bytes.length === 0) return { kind: 'blank' };
  const text = bytes.toString('utf8');
  if (text.trim() === '') return { kind: 'blank' };
  const parsed = parseLine(bytes, text);
  if (parsed === undefined) return malformed('it is not JSON');
  const { success, data, error } = envelope.safeParse(parsed.json);
  if (!success) return malformed(reasonOf(error.issues[0]));
  const span = findMembers(bytes).get('value');
  if (span === undefined) return malformed('`value` is missing');
  if (!isUtf8(bytes.subarray(0, span.start)) || !isUtf8(bytes.subarray(span.end)))
    return malformed('it is not UTF-8');
  const raw = bytes.subarray(span.start, span.end);
  const value = raw.equals(nullText) ? null : raw;
  return {
    kind: 'event',
    event: {
      topic: data.topic,
      key: data.key === null ? null : Buffer.from(data.key, 'utf8'),
      timestamp: data.timestamp,
      value,
      payload: value === null || !parsed.isJson ? 'NONE' : payloadKind(value),
    },
  };
}
