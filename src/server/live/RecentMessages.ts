import { LRUCache } from 'lru-cache';
import type { LiveEvent } from '../../feed/hub/LiveEvent.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import type { RenderedMessage } from './ChangeRenderer.ts';

/** Characters of messages that are kept, for each selection and kind. */
const mostCharacters = 64 * 1024;
/** For so long at most, as what links and `_meta` show is of the moment at which a message is made. */
const mostMs = 5_000;

type Messages = LRUCache<FeedChange, RenderedMessage>;

function recent(): Messages {
  // What is larger by itself is not kept.
  return new LRUCache({
    maxSize: mostCharacters,
    sizeCalculation: ({ parts }) =>
      Math.max(
        1,
        parts.reduce((sum, part) => sum + part.length, 0),
      ),
  });
}

/** Messages of a moment ago, for those who catch up by the same way one after the other. */
export class RecentMessages {
  readonly #of: Readonly<Record<LiveEvent['kind'], Messages>> = { UPSERT: recent(), DELETE: recent() };
  #forgetting: NodeJS.Timeout | undefined;

  get(kind: LiveEvent['kind'], change: FeedChange): RenderedMessage | undefined {
    return this.#of[kind].get(change);
  }

  add(kind: LiveEvent['kind'], change: FeedChange, message: RenderedMessage): void {
    this.#of[kind].set(change, message);
    this.#forgetting ??= setTimeout(() => {
      this.#forgetting = undefined;
      for (const messages of Object.values(this.#of)) messages.clear();
    }, mostMs).unref();
  }
}
