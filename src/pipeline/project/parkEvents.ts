import type { Product } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';

/** Who looks at an event that was not taken: the owner of the first table that its topic feeds. */
function owners(product: Product): Readonly<Record<string, string>> {
  const entries = product.tables.flatMap(({ owner, sources }) =>
    sources.flatMap((source): [string, string][] => (source.kind === 'topic' ? [[source.topic, owner]] : [])),
  );
  return Object.fromEntries(entries.reverse());
}

/** Makes `raw.parked` hold what `parked_now` holds; an event that was parked before keeps its time. */
export async function parkEvents(transaction: Transaction, product: Product): Promise<number> {
  await transaction.execute({
    text: `
      delete from raw.parked k where product = $1 and not exists (
        select from parked_now n where n.source = k.source and n.partition = k.partition and n."offset" = k."offset"
      )`,
    values: [product.name],
  });
  await transaction.execute({
    text: `
      insert into raw.parked as k (product, source, partition, "offset", reason, owner)
      select $1, source, partition, "offset", reason, coalesce($2::jsonb ->> source, $1) from parked_now
      on conflict (product, source, partition, "offset") do update set reason = excluded.reason, owner = excluded.owner
      where (k.reason, k.owner) is distinct from (excluded.reason, excluded.owner)`,
    values: [product.name, JSON.stringify(owners(product))],
  });
  const [count] = await transaction.query<{ parked: number }>({
    text: 'select count(*)::int as parked from parked_now',
  });
  return count?.parked ?? 0;
}
