import { LRUCache } from 'lru-cache';
import type { LiveEvent } from '../../feed/hub/LiveEvent.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import type { RenderedMessage } from './RenderedMessage.ts';

/** Characters of messages that are kept, for each kind, beside the last one. */
const mostCharacters = 64 * 1024;
/** For so long at most, as what links and `_meta` show is of the moment at which a message is made. */
const mostMs = 5_000;

interface Last {
  readonly change: FeedChange;
  readonly message: () => RenderedMessage | Promise<RenderedMessage> | undefined;
}

/**
 * A selection's messages of a moment ago: all filters are told of a change before of the next one, and those who catch up by the same way
 * of the same few, one after the other.
 */
export class RecentMessages {
  readonly #last = new Map<LiveEvent['kind'], Last>();
  readonly #recent: Readonly<Record<LiveEvent['kind'], LRUCache<FeedChange, RenderedMessage>>> = {
    UPSERT: fewMessages(),
    DELETE: fewMessages(),
  };
  #forgetting: NodeJS.Timeout | undefined;
  /** How often all was forgotten. */
  #forgotten = 0;

  get(kind: LiveEvent['kind'], change: FeedChange): RenderedMessage | Promise<RenderedMessage> | undefined {
    const last = this.#last.get(kind);
    return last?.change === change ? last.message() : this.#recent[kind].get(change);
  }

  add(
    kind: LiveEvent['kind'],
    change: FeedChange,
    message: RenderedMessage | Promise<RenderedMessage>,
  ): void {
    this.#last.set(kind, { change, message: message instanceof Promise ? () => message : kept(message) });
    this.#forgetting ??= setTimeout(() => {
      this.#forget();
    }, mostMs).unref();
    if (message instanceof Promise) this.#addMade(kind, change, message);
    else this.#recent[kind].set(change, message);
  }

  #addMade(kind: LiveEvent['kind'], change: FeedChange, message: Promise<RenderedMessage>): void {
    const begun = this.#forgotten;
    const last = this.#last.get(kind);
    message.then(
      (made) => {
        if (this.#last.get(kind) === last) this.#last.set(kind, { change, message: kept(made) });
        // It may be of long ago.
        if (this.#forgotten === begun) this.#recent[kind].set(change, made);
      },
      // Whoever comes back for what failed has it tried again.
      () => {
        if (this.#last.get(kind) === last) this.#last.delete(kind);
      },
    );
  }

  #forget(): void {
    this.#forgetting = undefined;
    this.#forgotten += 1;
    this.#last.clear();
    for (const messages of Object.values(this.#recent)) messages.clear();
  }
}

function sizeOf({ parts }: RenderedMessage): number {
  return Math.max(
    1,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
}

/** Keeps a message, and what is large only as long as somebody else does: it waits to be read, or is being sent. */
function kept(message: RenderedMessage): () => RenderedMessage | undefined {
  if (sizeOf(message) <= mostCharacters) return () => message;
  const { read } = message;
  const large = new WeakRef(message.parts);
  return () => {
    const parts = large.deref();
    return parts && { parts, read };
  };
}

function fewMessages(): LRUCache<FeedChange, RenderedMessage> {
  // What is larger by itself is not kept.
  return new LRUCache({ maxSize: mostCharacters, sizeCalculation: sizeOf });
}
