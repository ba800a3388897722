import type { Product } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';

/** Who looks at an event that was not taken: the owner of the first table that its topic feeds. */
function owners(product: Product): Readonly<Record<string, string>> {
  const entries = product.tables.flatMap(({ owner, sources }) =>
    sources.flatMap((source): [string, string][] => (source.kind === 'topic' ? [[source.topic, owner]] : [])),
  );
  return Object.fromEntries(entries.reverse());
}

/**
 * Makes `raw.parked` hold what `parked_now` holds, so many events; an event that was parked before keeps its time.
 *
 * @param of - whether `parked_now` is about all events of the product, or about those in `chunk`
 */
export async function parkEvents(
  transaction: Transaction,
  product: Product,
  of: 'ALL' | 'CHUNK',
  parked: number,
): Promise<void> {
  const concerned =
    of === 'ALL'
      ? ''
      : 'and exists (select from chunk c where c.source = k.source and c.partition = k.partition and c."offset" = k."offset")';
  await transaction.execute({
    text: `
      delete from raw.parked k where product = $1 ${concerned} and not exists (
        select from parked_now n where n.source = k.source and n.partition = k.partition and n."offset" = k."offset"
      )`,
    values: [product.name],
  });
  if (parked === 0) return;
  await transaction.execute({
    text: `
      insert into raw.parked as k (product, source, partition, "offset", reason, owner)
      select $1, source, partition, "offset", reason, coalesce($2::jsonb ->> source, $1) from parked_now
      on conflict (product, source, partition, "offset") do update set reason = excluded.reason, owner = excluded.owner
      where (k.reason, k.owner) is distinct from (excluded.reason, excluded.owner)`,
    values: [product.name, JSON.stringify(owners(product))],
  });
}
