import type { ContractFeed, FeedRead } from '../../../src/feed/live/ContractFeed.ts';

/** A watch of a feed that tells what it is given, each once. */
export interface GivenReads {
  readonly give: (read: FeedRead) => void;
  readonly watch: ContractFeed['watch'];
}

export function givenReads(): GivenReads {
  let given = Promise.withResolvers<FeedRead>();
  return {
    give: (read) => {
      given.resolve(read);
    },
    watch: () => ({
      next: async () => {
        const now = await given.promise;
        given = Promise.withResolvers();
        return now;
      },
      close: () => Promise.resolve(),
    }),
  };
}
