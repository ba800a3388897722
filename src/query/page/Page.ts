import type { Position } from '../order/keysetRanges.ts';

/** The part of a list that was asked for: so many rows from one end of what lies between two positions. */
export interface Page {
  readonly from: 'START' | 'END';
  readonly size: number;
  /** Only rows strictly after this. */
  readonly after?: Position;
  /** Only rows strictly before this. */
  readonly before?: Position;
}

export const pageSize = { default: 50, most: 500 } as const;
