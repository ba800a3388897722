import type { Condition } from '../../query/where/Condition.ts';
import { matchesCondition, type MaskedText } from '../../query/where/matchesCondition.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import type { LiveEvent } from './LiveEvent.ts';

/** Which rows somebody is told of. */
export interface LiveFilter {
  /** Rows that exist for it. */
  readonly visible: Condition;
  /** Rows that exist for it and are as it asked. */
  readonly condition: Condition;
  readonly masked: MaskedText;
}

/**
 * What a change is under a filter: the row as it is now, a row that was and is not any more (a deletion, or one that left
 * the filter or the caller's regions), or nothing.
 *
 * Where a record does not say how the row was, its key may tell. Where it does not either, one who may see the row whatever it was is
 * told that it is gone, which is nothing to whom was never told of it. For anybody else it is UNKNOWN: a row that it has must not stay, and
 * of a row that was never its own it must not be told. So is what a record does that cannot be read.
 */
export function kindUnder(
  { visible, condition, masked }: LiveFilter,
  change: FeedChange,
): LiveEvent['kind'] | 'UNKNOWN' | undefined {
  const { row, before, key } = change;
  if (row === undefined) return matchesCondition(condition, key, masked) === false ? undefined : 'UNKNOWN';
  const isNow = row !== null && matchesCondition(condition, row, masked);
  if (isNow !== false) return isNow ? 'UPSERT' : 'UNKNOWN';
  if (before === null) return undefined;
  const was = { ...before, ...key };
  const wasBefore = matchesCondition(condition, was, masked);
  if (wasBefore !== undefined) return wasBefore ? 'DELETE' : undefined;
  switch (matchesCondition(visible, was, masked)) {
    case true:
      return 'DELETE';
    case false:
      return undefined;
    case undefined:
      return 'UNKNOWN';
  }
}
