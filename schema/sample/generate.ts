import { makeMarketplace } from './marketplace/makeMarketplace.ts';
import { Random } from './Random.ts';
import type { SampleEvent } from './SampleEvent.ts';
import { makeStores } from './stores/makeStores.ts';
import { brasiliaToEpoch } from './wallClock.ts';

export interface SampleOptions {
  /** Same seed, same sizes, same end: same events, byte for byte. */
  readonly seed: number;
  /** How many marketplace orders; 400 unless told. */
  readonly orders?: number;
  /** About how many lines of the stores' ERP; 1,500 unless told. */
  readonly storeLines?: number;
  /** Nothing happens later, and everything in the 60 days before; 20 November 2026, 18:00 UTC unless told. */
  readonly until?: Date;
}

const defaultEnd = Date.UTC(2026, 10, 20, 18);

/**
 * Source events of an invented retailer, with the shapes and error rates of real ones: every anomaly that the products and
 * reconciliations speak of occurs. In the order of arrival, so of each topic too. All names are invented.
 */
export function* generateSample(options: SampleOptions): Iterable<SampleEvent> {
  const { seed, orders = 400, storeLines = 1_500, until = new Date(defaultEnd) } = options;
  // Whole minutes, so that formatting to seconds or minutes loses nothing.
  const end = Math.floor(until.getTime() / 60_000) * 60_000;
  // Wall-clock in Brasília at the end; three hours behind.
  const endInBrasilia = end - (brasiliaToEpoch(end) - end);
  const events = [
    ...makeMarketplace(new Random(seed), orders, endInBrasilia),
    ...makeStores(new Random(seed ^ 0x5eed), storeLines, end),
  ];
  yield* events
    .filter((event) => event.timestamp <= end)
    .sort((left, right) => left.timestamp - right.timestamp);
}
