import type { Product, ProductTable } from '../../contract/model.ts';
import { topicSources } from '../../contract/topicSources.ts';
import type { Transaction } from '../../storage/Database.ts';
import { eventsTableName, isReferenceTable } from '../../storage/plan/desiredTables.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { openEvents } from '../envelope/openEvents.ts';
import { applyChunk } from './applyChunk.ts';
import { parkEvents } from './parkEvents.ts';
import type { ProductCounts } from './ProductCounts.ts';
import { readChunk } from './readChunk.ts';
import { readPartitions, type UpTo } from './readPartitions.ts';
import { recordChunk } from './recordChunk.ts';
import { boundsChecks } from './refuseBeyondBounds.ts';
import { topicsOf } from './topicsOf.ts';
import { emptyChunk, emptyWorkTables } from './workTables.ts';

export interface ProjectProductOptions {
  /** Events in one run of `project.sql`. */
  readonly batchSize: number;
  readonly upTo: UpTo;
  readonly onProgress: (done: number, total: number) => void;
}

function derivedTables(product: Product): readonly ProductTable[] {
  return product.tables.filter((table) => !isReferenceTable(table));
}

/**
 * DELETE, not TRUNCATE: lineage is read from these tables while they are made anew, and a reader must neither wait nor see
 * them empty.
 */
async function clearTables(transaction: Transaction, product: Product): Promise<void> {
  for (const { table } of derivedTables(product)) {
    await transaction.script(
      `delete from ${quoteName(product.name, table)}; delete from ${quoteName(product.name, eventsTableName(table))}`,
    );
  }
}

/**
 * Statistics, so that statements are planned for what the tables hold by now. Never right after they were cleared: a plan
 * for empty tables reads through all of the last time's dead rows for every event.
 */
async function analyzeTables(transaction: Transaction, product: Product): Promise<void> {
  for (const { table } of derivedTables(product)) {
    await transaction.script(
      `analyze ${quoteName(product.name, table)}; analyze ${quoteName(product.name, eventsTableName(table))}`,
    );
  }
}

/**
 * Derives a product's tables from all source events that the transaction sees, up to `upTo`. Events that cannot be projected are parked
 * with the reason; inputs = applied + parked. The work tables must be there.
 */
export async function projectProduct(
  transaction: Transaction,
  product: Product,
  { batchSize, upTo, onProgress }: ProjectProductOptions,
): Promise<ProductCounts> {
  const topics = topicsOf(product);
  if (product.projectSql === undefined || topics.length === 0) {
    return { product: product.name, inputs: 0, applied: 0, parked: 0 };
  }
  const partitions = await readPartitions(transaction, topics, upTo);
  const inputs = partitions.reduce((sum, { events }) => sum + events, 0);
  await clearTables(transaction, product);
  const opened = openEvents(topicSources([product]));
  const projection = { sql: product.projectSql, checks: boundsChecks(product) };
  let done = 0;
  let parked = 0;
  let chunks = 0;
  onProgress(done, inputs);
  for (const partition of partitions) {
    let position: string | undefined;
    for (;;) {
      const end = await readChunk(transaction, { ...partition, opened }, position, batchSize);
      if (end === undefined) break;
      await applyChunk(transaction, projection, end.rows);
      parked += await recordChunk(transaction, product);
      await transaction.script(emptyChunk);
      chunks += 1;
      // After 1, 2, 4, 8 … chunks: each time that the tables may have doubled.
      if (Number.isInteger(Math.log2(chunks))) await analyzeTables(transaction, product);
      position = end.offset;
      done += end.rows;
      onProgress(done, inputs);
    }
  }
  await parkEvents(transaction, product, 'ALL', parked);
  await transaction.script(emptyWorkTables);
  await analyzeTables(transaction, product);
  return { product: product.name, inputs, applied: inputs - parked, parked };
}
