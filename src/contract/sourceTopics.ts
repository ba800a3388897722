import type { Project } from './model.ts';

/** The topics that some data product reads. */
export function sourceTopics(project: Project): ReadonlySet<string> {
  return new Set(
    project.products
      .flatMap(({ tables }) => tables.flatMap(({ sources }) => sources))
      .flatMap((source) => (source.kind === 'topic' ? [source.topic] : [])),
  );
}
