import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { ContractFeed } from '../../feed/live/ContractFeed.ts';

/** A feed that is none while the contract's changes are published elsewhere. Who follows it already needs no database to go on. */
export function onlyWherePublished(feed: ContractFeed, assertHere: () => Promise<void>): ContractFeed {
  let wasHere = false;
  return {
    ...feed,
    async ranges() {
      try {
        await assertHere();
        wasHere = true;
      } catch (error) {
        const isElsewhere = error instanceof ConcordatError && error.code === 'FEED_UNAVAILABLE';
        if (isElsewhere || !wasHere) throw error;
      }
      return feed.ranges();
    },
  };
}
