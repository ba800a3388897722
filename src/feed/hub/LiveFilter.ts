import type { Condition } from '../../query/where/Condition.ts';
import { matchesCondition, type MaskedText } from '../../query/where/matchesCondition.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import type { LiveEvent } from './LiveEvent.ts';

/** Which rows somebody is told of: those that exist for it and are as it asked. */
export interface LiveFilter {
  readonly condition: Condition;
  readonly masked: MaskedText;
}

/**
 * What a change is under a filter: the row as it is now, a row that was and is not any more (a deletion, or one that left
 * the filter or the caller's regions), or nothing. Where nobody says how the row was, its key must tell.
 */
export function kindUnder(
  { condition, masked }: LiveFilter,
  change: FeedChange,
): LiveEvent['kind'] | undefined {
  const { row, key } = change;
  const before = change.before === undefined ? key : change.before;
  if (row !== null && matchesCondition(condition, row, masked)) return 'UPSERT';
  return before !== null && matchesCondition(condition, { ...before, ...key }, masked) ? 'DELETE' : undefined;
}
