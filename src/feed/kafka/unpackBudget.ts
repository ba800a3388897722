import { AsyncLocalStorage } from 'node:async_hooks';

/** What batches that are read at once may take together in memory: a few bytes can be made to unpack to gigabytes. */
const mostUnpackedBytes = 256 * 1024 * 1024;

interface Budget {
  left: number;
}

const budgets = new AsyncLocalStorage<Budget>();

/** Does what reads one response: all that it unpacks counts together. */
export function withUnpackBudget<T>(read: () => Promise<T>, most = mostUnpackedBytes): Promise<T> {
  return budgets.run({ left: most }, read);
}

/** How much may be unpacked still. */
export function unpackableBytes(): number {
  return budgets.getStore()?.left ?? mostUnpackedBytes;
}

/** @throws Error when so much may not be unpacked any more */
function assertUnpackable(bytes: number): void {
  if (bytes > unpackableBytes()) throw new Error('Records unpack to more than may be held at once.');
}

/**
 * Counts what was unpacked.
 *
 * @throws Error when it is too much
 */
export function countUnpacked(bytes: number): void {
  assertUnpackable(bytes);
  const budget = budgets.getStore();
  if (budget !== undefined) budget.left -= bytes;
}

/** What a record takes beside its bytes, which may be seven, and each of its headers, which may have two, until they are in raw. */
const recordBytes = 256;
const headerBytes = 512;

/**
 * Counts a record that is to be made, before it is.
 *
 * @throws Error when it is too much
 */
export function countRecord(headers: number): void {
  if (budgets.getStore() !== undefined) countUnpacked(recordBytes + headers * headerBytes);
}
