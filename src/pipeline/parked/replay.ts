import pRetry from 'p-retry';
import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database } from '../../storage/Database.ts';
import { isTransient } from '../../storage/isTransient.ts';
import type { ContractCounts } from '../materialize/materializeContract.ts';
import type { ProductCounts } from '../project/ProductCounts.ts';
import { type EventReference, eventName, type ParkedFilter } from './ParkedFilter.ts';
import { readParkedCounts, type ParkedReason } from './readParked.ts';
import { replayBatch } from './replayBatch.ts';

/** A reason is nothing to find them by: it may be another afterwards. */
export type ReplayFilter = Pick<ParkedFilter, 'product' | 'source' | 'events'>;

export interface ReplayOptions {
  /** Keys of HASH and TOKEN masks; those of the last rebuild. */
  readonly maskKeys: MaskKeys;
  readonly filter?: ReplayFilter;
  /** Parked events in one transaction; default 1,000. */
  readonly batchSize?: number;
  /**
   * Told of each batch that is committed: how many tries were made, of how many at the beginning; an event is tried once for each
   * product that it is parked for.
   */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a replay did. */
export interface ReplayResult {
  /** Of each product that had something parked: how many were tried, applied, and are parked as before. */
  readonly products: readonly ProductCounts[];
  readonly contracts: readonly Pick<ContractCounts, 'contract' | 'inserted' | 'updated' | 'deleted'>[];
  /** What stays parked of that which fits, with the reason of today. */
  readonly left: readonly ParkedReason[];
  /** How many events those are: one that stays parked for two products is one. */
  readonly leftEvents: number;
  /** Events that were named and that were not parked. */
  readonly notParked: readonly string[];
  /**
   * Whether it wrote among what another version of the project had derived. A pipeline that starts derives all anew then, and none
   * derives before that.
   */
  readonly isMixed: boolean;
}

/** Deadlocks and the like pass by themselves; the pipeline is at the same rows. */
const retries = 6;

async function namedAndNotParked(database: Database, { events = [] }: ReplayFilter): Promise<string[]> {
  const rows = await database.query<EventReference & object>({
    text: `select w.source, w.partition, w."offset"
      from jsonb_to_recordset($1) w (source text, partition integer, "offset" bigint)
      where not exists (
        select from raw.parked k where k.source = w.source and k.partition = w.partition and k."offset" = w."offset"
      )`,
    values: [JSON.stringify(events)],
  });
  return rows.map(eventName);
}

function addCounts(
  sums: Map<string, ReplayResult['contracts'][number]>,
  counts: readonly ContractCounts[],
): void {
  for (const { contract, inserted, updated, deleted } of counts) {
    const sum = sums.get(contract);
    sums.set(contract, {
      contract,
      inserted: inserted + (sum?.inserted ?? 0),
      updated: updated + (sum?.updated ?? 0),
      deleted: deleted + (sum?.deleted ?? 0),
    });
  }
}

/**
 * Tries parked events again, after what they failed by was mended, batch by batch, beside a running pipeline and as it derives
 * new ones. Each is tried once; those that still fail stay parked. What is replayed leaves what a rebuild leaves.
 *
 * @throws ConcordatError as `deriveBatch`; batches before it are committed, and a second run goes on.
 */
export async function replay(
  database: Database,
  project: Project,
  options: ReplayOptions,
): Promise<ReplayResult> {
  const { maskKeys, filter = {}, batchSize: size = 1_000 } = options;
  const notParked = await namedAndNotParked(database, filter);
  const { reasons: parked, entries } = await readParkedCounts(database, filter);
  const products: ProductCounts[] = [];
  const contracts = new Map<string, ReplayResult['contracts'][number]>();
  let done = 0;
  let isMixed = false;
  for (const product of project.products) {
    if (parked.every((reason) => reason.product !== product.name)) continue;
    const sum = { product: product.name, inputs: 0, applied: 0, parked: 0 };
    for (let after: EventReference | undefined; ;) {
      const batch = await pRetry(
        () => replayBatch(database, project, product, { maskKeys, filter, after, size }),
        { retries, minTimeout: 100, shouldRetry: ({ error }) => isTransient(error) },
      );
      if (batch === undefined) break;
      after = batch.last;
      isMixed ||= batch.isMixed;
      for (const counts of batch.result.products) {
        sum.inputs += counts.inputs;
        sum.applied += counts.applied;
        sum.parked += counts.parked;
      }
      addCounts(contracts, batch.result.contracts);
      done += batch.result.events;
      options.onProgress?.(done, entries);
    }
    products.push(sum);
  }
  const { reasons: left, total: leftEvents } = await readParkedCounts(database, filter);
  return { products, contracts: [...contracts.values()], left, leftEvents, notParked, isMixed };
}
