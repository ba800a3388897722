import type { FeedRange } from './ContractFeed.ts';
import type { PartitionPosition } from './LivePosition.ts';

/** Where a partition begins. */
export function positionAtStart({ start, topicId }: FeedRange): PartitionPosition {
  return topicId === undefined ? { next: start } : { next: start, topicId };
}
