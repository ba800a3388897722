import type { Big } from 'big.js';
import { Malformed } from './Malformed.ts';

function shortText(json: unknown, bytes: number): string | undefined {
  if (json === undefined || json === null) return undefined;
  if (typeof json !== 'string') throw new Malformed('no text');
  if (Buffer.byteLength(json) > bytes) throw new Malformed('a text beyond its bound');
  return json;
}

/** A JSON string or whole number as the text of an id: at most 500 bytes. */
export function idOf(json: unknown): string | undefined {
  return shortText(Number.isSafeInteger(json) ? String(json) : json, 500);
}

/** A JSON string: at most 2,000 bytes. */
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
