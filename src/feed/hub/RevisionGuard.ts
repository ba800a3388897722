import { LRUCache } from 'lru-cache';
import { largestBelieved } from '../record/recordRevision.ts';
import type { FeedChange } from '../live/FeedChange.ts';

/** Keys whose newest revision is remembered. What is published twice comes twice within a short time. */
const keptKeys = 50_000;

/** Lets each revision of a key pass once, and none that is older than one that passed. */
export class RevisionGuard {
  readonly #passed = new LRUCache<string, bigint>({ max: keptKeys });

  passes({ key, revision }: FeedChange): boolean {
    if (revision === null) return true;
    const text = JSON.stringify(Object.values(key));
    const known = this.#passed.get(text);
    const given = BigInt(revision);
    if (known !== undefined && given <= known) return false;
    // Somebody else wrote it, so that none of the pipeline's would pass after it (docs/topics.md).
    if (given > largestBelieved && (known ?? 0n) < largestBelieved) return false;
    this.#passed.set(text, given);
    return true;
  }
}
