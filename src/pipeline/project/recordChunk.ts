import type { Product, ProductTable } from '../../contract/model.ts';
import { columnType } from '../../contract/columnType.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../../storage/Database.ts';
import { eventsTableName } from '../../storage/plan/desiredTables.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';

async function refuseUnknownRows(transaction: Transaction, product: Product): Promise<void> {
  const tables = product.tables.map(({ table, key }) => ({ table, key: key.map(({ column }) => column) }));
  const [found] = await transaction.query<{ rows: number }>({
    text: `
      select count(*)::int as rows from produced p
      where product_table is not null and not exists (
        select from jsonb_to_recordset($1) t ("table" text, key jsonb)
        where t."table" = p.product_table
          and not exists (select from jsonb_array_elements_text(t.key) k (name) where p.identity ->> k.name is null)
      )`,
    values: [JSON.stringify(tables)],
  });
  if (found === undefined || found.rows === 0) return;
  throw new ConcordatError(
    'PROJECT_INVALID',
    `${product.projectSql?.file ?? product.name} returned ${found.rows} rows whose product_table is no table of the product, or whose identity lacks a key column.`,
    { fix: "Return the table's name, and an object of its key columns with a value for each." },
  );
}

function lineageText(table: ProductTable): string {
  const key = table.key.map(({ column }) => column);
  const values = table.key.map(
    ({ column, type }, index) => `(identity ->> $${index + 2})::${columnType(type)} as ${quoteName(column)}`,
  );
  return `
    insert into ${quoteName(table.product, eventsTableName(table.table))} (${quoteNames([...key, 'source', 'partition', 'offset'])})
    select distinct ${values.join(', ')}, source, partition, "offset"
    from produced where product_table = $1
    on conflict do nothing`;
}

/** Records which events touched which rows, and the events of the chunk that the product did not take. */
export async function recordChunk(transaction: Transaction, product: Product): Promise<void> {
  await refuseUnknownRows(transaction, product);
  for (const table of product.tables) {
    await transaction.execute({
      text: lineageText(table),
      values: [table.table, ...table.key.map(({ column }) => column)],
    });
  }
  await transaction.script(`
    analyze produced;
    insert into parked_now
    select source, partition, "offset", coalesce(reason, 'the product made nothing of it')
    from chunk c
    where reason is not null or not exists (
      select from produced p where p.source = c.source and p.partition = c.partition and p."offset" = c."offset"
    );
    truncate produced`);
}
