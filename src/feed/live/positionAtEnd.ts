import type { FeedRange } from './ContractFeed.ts';
import type { LivePosition, PartitionPosition } from './LivePosition.ts';

/** Where a feed ends. */
export function positionAtEnd(ranges: readonly FeedRange[]): LivePosition {
  return new Map(
    ranges.map(({ partition, end, last, topicId }): [number, PartitionPosition] => [
      partition,
      {
        next: end,
        ...(last === undefined ? {} : { last }),
        ...(topicId === undefined ? {} : { topicId }),
      },
    ]),
  );
}
