import type { Product, ProductTable } from '../../contract/model.ts';
import { columnType } from '../../contract/columnType.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../../storage/Database.ts';
import { eventsTableName } from '../../storage/plan/desiredTables.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';

async function refuseUnknownRows(transaction: Transaction, product: Product): Promise<void> {
  const tables = product.tables.map(({ table, key }) => ({ table, key: key.map(({ column }) => column) }));
  // Of an identity only the names of the table's own key columns are told; a table only where it reads like a name.
  const [found] = await transaction.query<{ rows: number; table: string | null; missing: string | null }>({
    text: `
      select count(*)::int as rows, case when p.product_table ~ '^[a-z_][a-z0-9_]{0,62}$' then p.product_table end as "table", lacking.missing
      from produced p
      left join jsonb_to_recordset($1) t ("table" text, key jsonb) on t."table" = p.product_table
      cross join lateral (
        select string_agg(k.name, ', ' order by k.place) as missing
        from jsonb_array_elements_text(t.key) with ordinality k (name, place)
        where p.identity ->> k.name is null
      ) as lacking
      where p.product_table is not null and (t."table" is null or lacking.missing is not null)
      group by 2, 3
      order by 2, 3
      limit 1`,
    values: [JSON.stringify(tables)],
  });
  if (found === undefined) return;
  const { rows, table, missing } = found;
  const file = product.projectSql?.file ?? product.name;
  const told = (known: string | null): string =>
    missing === null
      ? `${file} returned ${rows} rows whose product_table${known === null ? '' : ` ${known}`} is no table of the product; it has ${tables.map((declared) => declared.table).join(', ')}.`
      : `${file} returned ${rows} rows of ${table ?? 'a table'} whose identity lacks key column ${missing}.`;
  throw new ConcordatError('PROJECT_INVALID', told(table), {
    fix: "Return the table's name, and an object of its key columns with a value for each.",
    // What is no table of the product is whatever the statement gave.
    logged: told(null),
  });
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

const parkText = `
  insert into parked_now
  select source, partition, "offset", coalesce(reason, 'the product made nothing of it')
  from chunk c
  where not is_echo and (reason is not null or not exists (
    select from produced p where p.source = c.source and p.partition = c.partition and p."offset" = c."offset"
  ))`;

/**
 * Records which events touched which rows, and in `parked_now` the events of the chunk that the product did not take; returns how many
 * those are.
 */
export async function recordChunk(transaction: Transaction, product: Product): Promise<number> {
  await refuseUnknownRows(transaction, product);
  for (const table of product.tables) {
    await transaction.execute({
      text: lineageText(table),
      values: [table.table, ...table.key.map(({ column }) => column)],
    });
  }
  return transaction.execute({ text: parkText });
}
