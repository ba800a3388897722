import type { ContractFeed, FeedRead } from '../../src/feed/live/ContractFeed.ts';
import type { LivePosition } from '../../src/feed/live/LivePosition.ts';
import type { FeedChange } from '../../src/feed/live/FeedChange.ts';

export interface MemoryFeed extends ContractFeed {
  /** Appends changes, as if Kafka had just taken them. */
  append(changes: readonly Omit<FeedChange, 'partition' | 'offset' | 'mark' | 'bytes'>[]): void;
}

/** A feed in memory, so that nothing is measured but what the gateway makes of it. */
export function createMemoryFeed(): MemoryFeed {
  const changes: FeedChange[] = [];
  let news = Promise.withResolvers<undefined>();
  const read = (from: LivePosition): Promise<FeedRead> => {
    const offset = Number(from.get(0)?.next ?? 0n);
    const found = changes.slice(offset);
    const next = new Map([[0, BigInt(offset + found.length)]]);
    return Promise.resolve({ changes: found, next, lost: [], current: [0] });
  };
  return {
    append(more) {
      for (const change of more) {
        const offset = BigInt(changes.length);
        changes.push({ ...change, partition: 0, offset, mark: String(offset), bytes: 1_000 });
      }
      news.resolve(undefined);
      news = Promise.withResolvers();
    },
    ranges: () => Promise.resolve([{ partition: 0, start: 0n, end: BigInt(changes.length) }]),
    read,
    isMade: () => Promise.resolve(true),
    watch: () => ({
      async next(from, { maxWaitMs, signal }) {
        if (Number(from.get(0)?.next ?? 0n) >= changes.length) {
          const late = Promise.withResolvers<undefined>();
          const stop = (): void => {
            late.resolve(undefined);
          };
          const timer = setTimeout(stop, maxWaitMs);
          signal.addEventListener('abort', stop, { once: true });
          await Promise.race([news.promise, late.promise]);
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
        }
        return read(from);
      },
      close: () => Promise.resolve(),
    }),
  };
}
