import type { Big } from 'big.js';
import { Malformed } from './Malformed.ts';
import { textOf } from './json.ts';

function shortText(json: unknown, bytes: number): string | undefined {
  const text = textOf(json);
  if (text !== undefined && Buffer.byteLength(text) > bytes) throw new Malformed('a text beyond its bound');
  return text;
}

/** A JSON value as the text of an id: at most 500 bytes. */
export function idOf(json: unknown): string | undefined {
  return shortText(json, 500);
}

/** A JSON value as any other text: at most 2,000 bytes. */
export function shortTextOf(json: unknown): string | undefined {
  return shortText(json, 2_000);
}

const tooLarge = 10n ** 30n;

/** Refuses a number from 10^30, or with more than so many digits after the point. */
export function assertWithin(number: Big, places: number): void {
  if (number.abs().gte(String(tooLarge)) || places > 20) throw new Malformed('a number beyond its bounds');
}

/** Refuses a time that is not in the years from 1 to 9999 in UTC. */
export function assertYear(epoch: number): void {
  const year = new Date(epoch).getUTCFullYear();
  if (year < 1 || year > 9_999) throw new Malformed('a time beyond its bounds');
}
