import type { Position } from '../order/keysetRanges.ts';
import type { Page } from './Page.ts';

/** Where a part of a list begins or ends. */
export interface Bound {
  readonly position: Position;
  /** Whether what stands at the position belongs to the part. */
  readonly inclusive: boolean;
}

/** A part of a list; without a bound it goes to the list's end. */
export interface Range {
  readonly after?: Bound;
  readonly before?: Bound;
}

/** What to read of a part of a list: so many at most, from its start or from its end. */
export interface RangeRequest {
  readonly range: Range;
  readonly from: Page['from'];
  readonly most: number;
}
