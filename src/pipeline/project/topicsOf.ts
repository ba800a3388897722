import type { Product } from '../../contract/model.ts';
import { topicSources } from '../../contract/topicSources.ts';

/** Topics whose events a product understands. */
export function topicsOf(product: Product): readonly string[] {
  return topicSources([product]).map(({ topic }) => topic);
}
