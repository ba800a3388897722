import { columnType } from '../../contract/columnType.ts';
import type { Product, ProductTable } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import { isReferenceTable } from '../../storage/plan/desiredTables.ts';
import { quoteText } from '../../storage/quoteName.ts';

function traceText({ product, table, key }: ProductTable): string {
  // Cast to the key's types, so that it reads as in the row whatever JSON the statement made of it.
  const identity = key.map(
    ({ column, type }) => `(p.identity ->> ${quoteText(column)})::${columnType(type)}::text`,
  );
  return `
    insert into touched_trace
    select distinct on (r."column", r.value) r.relation, r."column", r.value, e.traceparent, e.place
    from touched_row r
    join (
      select array[${identity.join(', ')}] collate "C" as key, t.traceparent, t.place
      from produced p join traced t on t.source = p.source and t.partition = p.partition and t."offset" = p."offset"
      where p.product_table = ${quoteText(table)}
    ) e using (key)
    where r.relation = ${quoteText(touchedRelation(product, table))}
    order by r."column", r.value, e.place desc`;
}

/**
 * Notes for what a projection touched whose traces it belongs to: of the events that say in `produced` that they touched the row,
 * the newest one's. To be called while `produced` holds the window's rows.
 */
export async function traceProduct(transaction: Transaction, product: Product): Promise<void> {
  for (const table of product.tables) {
    if (!isReferenceTable(table)) await transaction.script(traceText(table));
  }
  await transaction.script('analyze touched_trace');
}
