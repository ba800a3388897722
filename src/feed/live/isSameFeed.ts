import type { FeedRange } from './ContractFeed.ts';
import type { PartitionPosition } from './LivePosition.ts';

type OfTopic = Pick<FeedRange | PartitionPosition, 'topicId'>;

/** Whether two may be of one topic, and not of one and of another that was made anew under its name: of what has no id nobody knows. */
export function isSameFeed(one: OfTopic | undefined, other: OfTopic | undefined): boolean {
  const [first, second] = [one?.topicId, other?.topicId];
  return first === undefined || second === undefined || first === second;
}
