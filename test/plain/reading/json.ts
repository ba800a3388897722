import { Malformed } from './Malformed.ts';

/** The member of a JSON object, undefined where there is no object or no such member. */
export function member(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  return Object.hasOwn(json, name) ? new Map<string, unknown>(Object.entries(json)).get(name) : undefined;
}

/** Whether a JSON value is an object that has the member, be it null. */
export function has(json: unknown, name: string): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && Object.hasOwn(json, name);
}

/** A JSON object, undefined for null and nothing. */
export function objectOf(json: unknown): object | undefined {
  if (json === undefined || json === null) return undefined;
  if (typeof json !== 'object' || Array.isArray(json)) throw new Malformed('no object');
  return json;
}

/** A JSON value as text, whether it came as a string, a number or a boolean; undefined for null and nothing. */
export function textOf(json: unknown): string | undefined {
  if (json === undefined || json === null) return undefined;
  if (typeof json === 'string') return json;
  return JSON.stringify(json);
}

/** Whether every string in a JSON value can be stored as text: no NUL, no lone surrogate. */
export function isStorable(json: unknown): boolean {
  const text = JSON.stringify(json, (_, value: unknown) =>
    typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()) ? '\u{10FFFF}' : value,
  );
  return !text.includes('\u{10FFFF}');
}
