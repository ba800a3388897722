import type { Product, Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database, Transaction } from '../../storage/Database.ts';
import { bytesAtOnce } from '../derive/bytesAtOnce.ts';
import { besideRebuilds } from '../derive/derivationLocks.ts';
import { deriveWindow, type BatchResult } from '../derive/deriveWindow.ts';
import { topicsOf } from '../project/topicsOf.ts';
import { replacedContracts } from '../rebuild/replacedContracts.ts';
import { inSpan } from '../trace/inSpan.ts';
import { assertNoPipeline } from './assertNoPipeline.ts';
import { type EventReference, filterCondition, filterValues, type ParkedFilter } from './ParkedFilter.ts';

/** What a batch replayed; up to where it looked through what is parked for the product. */
export interface ReplayedBatch {
  readonly last: EventReference;
  readonly result: BatchResult;
  /** Whether another version of the project had derived what is there. */
  readonly isMixed: boolean;
}

export interface ReplayBatchOptions {
  readonly maskKeys: MaskKeys;
  readonly filter: ParkedFilter;
  /** The last event of the batch before; undefined for the first. */
  readonly after: EventReference | undefined;
  readonly size: number;
}

const pageText = `
  select source, partition, "offset"
  from (
    select source, partition, "offset", coalesce(
      sum(octet_length(e.value)) over (order by source, partition, "offset" rows between unbounded preceding and 1 preceding), 0) as before
    from (
      select source, partition, "offset" from raw.parked k
      where k.product = $6 and (k.source, k.partition, k."offset") > ($7, $8, $9) and ${filterCondition}
      order by k.source, k.partition, k."offset" limit $10
    ) page
    left join raw.event e using (source, partition, "offset")
  ) sized
  where before < ${bytesAtOnce}
  order by source, partition, "offset"`;

// Of two replays at once the second waits here, and finds only what the first has left parked.
const lockText = `
  select k.source, k.partition, k."offset", 'traceparent' = any (e.header_names) as "isTraced" from raw.parked k
  join unnest($2::text[], $3::int[], $4::bigint[]) w (source, partition, "offset") using (source, partition, "offset")
  join raw.event e using (source, partition, "offset")
  where k.product = $1 order by k.source, k.partition, k."offset" for update of k`;

// A topic that the product reads no more, as in a rebuild.
const forgetText = `
  delete from raw.parked k where k.product = $6 and k.source <> all ($7) and ${filterCondition}`;

interface LockedEvent extends EventReference {
  readonly isTraced: boolean;
}

async function lockPage(
  transaction: Transaction,
  product: Product,
  page: readonly EventReference[],
): Promise<readonly LockedEvent[]> {
  return transaction.query<LockedEvent>({
    text: lockText,
    values: [
      product.name,
      page.map(({ source }) => source),
      page.map(({ partition }) => partition),
      page.map(({ offset }) => offset),
    ],
  });
}

/**
 * Derives the next parked events of a product, at most `size` and about `bytesAtOnce`, in one transaction, as a batch of new ones is: those that it takes now are
 * parked no more, the others have the reason of today. Undefined when all that fit were tried.
 *
 * @throws ConcordatError as `deriveBatch`; PROJECT_REPLACED only while a pipeline derives by another version
 */
export function replayBatch(
  database: Database,
  project: Project,
  product: Product,
  { maskKeys, filter, after, size }: ReplayBatchOptions,
): Promise<ReplayedBatch | undefined> {
  const fitting = filterValues(filter);
  return database.transaction(
    async (transaction) => {
      await transaction.script(besideRebuilds);
      const isMixed = (await replacedContracts(transaction, project)).length > 0;
      if (isMixed) {
        await assertNoPipeline(transaction);
        // Nobody goes on deriving beside it, and whoever starts next derives all anew.
        await transaction.execute({ text: 'update contract.state set project = null' });
      }
      if (after === undefined) {
        await transaction.execute({
          text: forgetText,
          values: [...fitting, product.name, topicsOf(product)],
        });
      }
      const from = [after?.source ?? '', after?.partition ?? 0, after?.offset ?? '0'];
      const page = await transaction.query<EventReference & object>({
        text: pageText,
        values: [...fitting, product.name, ...from, size],
      });
      const last = page.at(-1);
      if (last === undefined) return undefined;
      const locked = await lockPage(transaction, product, page);
      const window = locked.map(({ source, partition, offset, isTraced }) => ({
        ...{ source, partition, from: offset, to: String(BigInt(offset) + 1n) },
        ...{ events: 1, isTraced },
      }));
      const attributes = { 'concordat.product': product.name, 'concordat.events': window.length };
      return inSpan('replay batch', { attributes }, async () => ({
        last,
        isMixed,
        result: await deriveWindow(transaction, project, window, { maskKeys, products: [product] }),
      }));
    },
    { statementTimeoutMs: 0 },
  );
}
