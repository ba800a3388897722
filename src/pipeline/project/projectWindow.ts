import type { Product } from '../../contract/model.ts';
import { topicSources } from '../../contract/topicSources.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { Window } from '../derive/Window.ts';
import { windowEvents, windowOrder, windowValues } from '../derive/windowEvents.ts';
import { openEvents } from '../envelope/openEvents.ts';
import { traceProduct } from '../trace/traceProduct.ts';
import { applyChunk } from './applyChunk.ts';
import { fillChunk } from './fillChunk.ts';
import { parkEvents } from './parkEvents.ts';
import type { ProductCounts } from './ProductCounts.ts';
import { recordChunk } from './recordChunk.ts';
import { boundsChecks } from './refuseBeyondBounds.ts';
import { topicsOf } from './topicsOf.ts';
import { emptyWorkTables } from './workTables.ts';

/**
 * Derives a product's rows from the events of a window that are of its topics, beside what is there; undefined when there are
 * none. Events that cannot be projected are parked with the reason. The work tables must be there.
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
  await transaction.script(emptyWorkTables);
  const opened = openEvents(topicSources([product]));
  await fillChunk(transaction, { from: windowEvents, order: windowOrder, opened }, windowValues(spans));
  const projection = { sql: product.projectSql, checks: boundsChecks(product) };
  await applyChunk(transaction, projection, inputs);
  if (spans.some(({ isTraced }) => isTraced)) await traceProduct(transaction, product);
  const parked = await recordChunk(transaction, product);
  await parkEvents(transaction, product, 'CHUNK', parked);
  return { product: product.name, inputs, applied: inputs - parked, parked };
}
