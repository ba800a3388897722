import type { Project } from './model.ts';
import { topicSources } from './topicSources.ts';

/** The topics that some data product reads. */
export function sourceTopics(project: Project): ReadonlySet<string> {
  return new Set(topicSources(project.products).map(({ topic }) => topic));
}
