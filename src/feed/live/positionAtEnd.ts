import type { FeedRange } from './ContractFeed.ts';
import type { LivePosition } from './LivePosition.ts';

/** Where a feed ends. */
export function positionAtEnd(ranges: readonly FeedRange[]): LivePosition {
  return new Map(
    ranges.map(({ partition, end, last }) => [
      partition,
      last === undefined ? { next: end } : { next: end, last },
    ]),
  );
}
