import type { Product } from '../../contract/model.ts';

/** Topics whose events a product understands. */
export function topicsOf(product: Product): readonly string[] {
  const topics = product.tables.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.kind === 'topic' ? [source.topic] : [])),
  );
  return [...new Set(topics)].sort();
}
