import { AsyncLocalStorage } from 'node:async_hooks';

/** What batches that are read at once may hold together when they are unpacked: a few bytes can be made to unpack to gigabytes. */
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
