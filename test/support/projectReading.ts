import type { Project } from '../../src/contract/model.ts';
import { project } from './claimsPipeline.ts';

/** The insurer's project, with its product fed by other topics. */
export function projectReading(...topics: readonly string[]): Project {
  const sources = topics.map((topic) => ({
    kind: 'topic' as const,
    topic,
    envelope: 'JSON' as const,
    eventTypePath: 'eventType',
  }));
  return {
    ...project,
    products: project.products.map((product) => ({
      ...product,
      tables: product.tables.map((table) => ({ ...table, sources })),
    })),
  };
}
