import type { FeedChange } from '../live/FeedChange.ts';
import type { LivePosition } from '../live/LivePosition.ts';

/** A change as those who share filter and access are told of it. */
export interface LiveEvent {
  readonly kind: 'UPSERT' | 'DELETE';
  readonly change: FeedChange;
  /** Where the feed stands after it. */
  readonly position: LivePosition;
  /** The snapshot of Postgres whose changes the subscription was told of, while some of them may still come. */
  readonly snapshot: string | undefined;
}
