import type { Ordering } from './OrderTerm.ts';

/** Canonical text of an ordering, to which cursors are bound: `completed_at DESC,ride_id DESC`. */
export function orderingText(ordering: Ordering): string {
  return ordering.map(({ field, direction }) => `${field.column} ${direction}`).join(',');
}
