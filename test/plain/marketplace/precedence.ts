import type { Contradictable, Happening } from './Order.ts';

/** Of two that are known of the same, the earlier; a time that nobody recorded is later than all others. */
export function earlier<T extends Happening>(one: T | undefined, other: T): T {
  return one === undefined || (other.at ?? Infinity) < (one.at ?? Infinity) ? other : one;
}

/** Which of two that contradict each other counts: the earlier, of one time the one of the smaller digest. */
export function counting<T extends Contradictable>(one: T | undefined, other: T): T {
  if (one !== undefined && one.at === other.at) return other.digest < one.digest ? other : one;
  return earlier(one, other);
}
