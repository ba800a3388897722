import type { TopicRecord } from '../kafka/TopicReader.ts';

/**
 * A publisher believes no greater one than this, unless it knows itself that the key has come so far. What it writes to outrun it is
 * greater and still a revision.
 */
export const largestBelieved = 2n ** 52n;

/** Far beyond what any key comes to, and exact as a number everywhere. */
const largestRevision = BigInt(Number.MAX_SAFE_INTEGER);

/** The revision that a record of a contract topic has; undefined for a record that Concordat did not write. */
export function recordRevision({ headers }: TopicRecord): bigint | undefined {
  const text = headers.find(({ key }) => key === 'concordat-revision')?.value?.toString('latin1');
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const revision = BigInt(text);
  return revision > largestRevision ? undefined : revision;
}
