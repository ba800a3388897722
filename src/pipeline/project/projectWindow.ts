import type { Product } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { Window } from '../derive/Window.ts';
import { traceProduct } from '../trace/traceProduct.ts';
import { applyChunk } from './applyChunk.ts';
import { fillChunk } from './fillChunk.ts';
import { parkEvents } from './parkEvents.ts';
import type { ProductCounts } from './ProductCounts.ts';
import { recordChunk } from './recordChunk.ts';
import { boundsChecks } from './refuseBeyondBounds.ts';
import { topicsOf } from './topicsOf.ts';
import { createWorkTables, dropWorkTables } from './workTables.ts';

const chunkText = (key: string): string => `
  insert into chunk (source, partition, "offset", key, payload, event_time, received_at, n, reason)
  select e.source, e.partition, e."offset", ${key}, e.payload, e.event_time, e.received_at,
    row_number() over (order by e.received_at, e.source, abs(e.partition), e."offset"),
    case when e.value is null then 'no value (a tombstone)' when e.payload is null then 'not JSON' end
  from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) w (source, partition, lowest, beyond)
  cross join lateral (
    select * from raw.event e
    where e.source = w.source and e.partition = w.partition and e."offset" >= w.lowest and e."offset" < w.beyond
  ) e`;

/**
 * Derives a product's rows from the events of a window that are of its topics, beside what is there; undefined when there are
 * none. Events that cannot be projected are parked with the reason.
 */
export async function projectWindow(
  transaction: Transaction,
  product: Product,
  window: Window,
): Promise<ProductCounts | undefined> {
  const topics = topicsOf(product);
  const spans = window.filter(({ source }) => topics.includes(source));
  const inputs = spans.reduce((sum, { events }) => sum + events, 0);
  if (product.projectSql === undefined || inputs === 0) return undefined;
  await transaction.script(createWorkTables);
  await fillChunk(transaction, chunkText, [
    spans.map(({ source }) => source),
    spans.map(({ partition }) => partition),
    spans.map(({ from }) => from),
    spans.map(({ to }) => to),
  ]);
  const projection = { sql: product.projectSql, checks: boundsChecks(product) };
  await applyChunk(transaction, projection, inputs);
  if (spans.some(({ isTraced }) => isTraced)) await traceProduct(transaction, product);
  await recordChunk(transaction, product);
  const parked = await parkEvents(transaction, product, 'CHUNK');
  await transaction.script(dropWorkTables);
  return { product: product.name, inputs, applied: inputs - parked, parked };
}
