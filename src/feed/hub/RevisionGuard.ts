import { LRUCache } from 'lru-cache';
import { largestBelieved } from '../record/recordRevision.ts';
import type { FeedChange } from '../live/FeedChange.ts';

/** Keys whose newest revisions are remembered. What is published twice comes twice within a short time. */
const keptKeys = 50_000;
/** So many of each key. */
const keptRevisions = 4;

/**
 * `DOUBTED`: only the change log tells whether it is the key's. `LATE`: it has not passed, and a newer one has. That comes where partitions were
 * added to the topic, so that a key is in two of them.
 */
export type Verdict = 'NEW' | 'OLD' | 'LATE' | 'DOUBTED';

interface Passed {
  /** Ascending. */
  readonly revisions: readonly bigint[];
  /** Whether anything was told of the newest. */
  readonly isTold: boolean;
}

const nothing: Passed = { revisions: [], isTold: false };

/** Lets each revision of a key pass once. */
export class RevisionGuard {
  // By size and not by `max`, for which room is made at once: each subscription that comes back has a guard of its own.
  readonly #passed = new LRUCache<string, Passed>({ maxSize: keptKeys, sizeCalculation: () => 1 });

  /**
   * Beyond what a publisher believes there are a key's own revisions only where it outran one that somebody else wrote there; where
   * somebody else wrote it, none of the publisher's would pass after it (docs/topics.md).
   */
  judge(change: FeedChange): Verdict {
    if (change.revision === null) return 'NEW';
    const { revisions } = this.#of(change);
    const [oldest = 0n] = revisions;
    const newest = this.newest(change);
    const given = BigInt(change.revision);
    if (given > newest) return given > largestBelieved && newest < largestBelieved ? 'DOUBTED' : 'NEW';
    if (revisions.includes(given)) return 'OLD';
    // Of what is older than all that are remembered nobody knows whether it has passed.
    return revisions.length < keptRevisions || given > oldest ? 'LATE' : 'OLD';
  }

  /**
   * Notes that a change passed.
   *
   * @param isTold - whether anybody asks by `isNewestTold`, and was told of it
   */
  pass(change: FeedChange, isTold = false): void {
    if (change.revision === null) return;
    const { revisions, ...newest } = this.#of(change);
    const given = BigInt(change.revision);
    const isNewest = given > (revisions.at(-1) ?? 0n);
    const kept = isNewest ? [...revisions, given] : [...revisions, given].sort((a, b) => (a < b ? -1 : 1));
    this.#passed.set(textOf(change.key), {
      revisions: kept.slice(-keptRevisions),
      isTold: isNewest ? isTold : newest.isTold || isTold,
    });
  }

  /** The newest revision of the change's key that has passed. */
  newest(change: FeedChange): bigint {
    return this.#of(change).revisions.at(-1) ?? 0n;
  }

  /** Whether anything was told since the newest revision of the change's key. */
  isNewestTold(change: FeedChange): boolean {
    return this.#of(change).isTold;
  }

  #of({ key }: FeedChange): Passed {
    return this.#passed.get(textOf(key)) ?? nothing;
  }
}

function textOf(key: FeedChange['key']): string {
  return JSON.stringify(Object.values(key));
}
