import { LRUCache } from 'lru-cache';
import { largestBelieved } from '../record/recordRevision.ts';
import type { FeedChange } from '../live/FeedChange.ts';

/** Keys whose newest revision is remembered. What is published twice comes twice within a short time. */
const keptKeys = 50_000;

/** `DOUBTED`: only the change log tells whether it is the key's. */
export type Verdict = 'NEW' | 'OLD' | 'DOUBTED';

/** Lets each revision of a key pass once, and none that is older than one that passed. */
export class RevisionGuard {
  readonly #passed = new LRUCache<string, bigint>({ max: keptKeys });

  /**
   * Beyond what a publisher believes there are a key's own revisions only where it outran one that somebody else wrote there; where
   * somebody else wrote it, none of the publisher's would pass after it (docs/topics.md).
   */
  judge({ key, revision }: FeedChange): Verdict {
    if (revision === null) return 'NEW';
    const known = this.#passed.get(textOf(key)) ?? 0n;
    const given = BigInt(revision);
    if (given <= known) return 'OLD';
    return given > largestBelieved && known < largestBelieved ? 'DOUBTED' : 'NEW';
  }

  /** Notes that a change passed. */
  pass({ key, revision }: FeedChange): void {
    if (revision !== null) this.#passed.set(textOf(key), BigInt(revision));
  }
}

function textOf(key: FeedChange['key']): string {
  return JSON.stringify(Object.values(key));
}
