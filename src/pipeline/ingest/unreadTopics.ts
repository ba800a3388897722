import type { Project } from '../../contract/model.ts';
import { sourceTopics } from '../../contract/sourceTopics.ts';
import type { IngestedFile, TopicCount } from './IngestProgress.ts';

/** Events of a file whose topics no data product of the project reads: they are kept in raw, and nothing derives from them. */
export function unreadTopics(project: Project, { topics }: IngestedFile): readonly TopicCount[] {
  const read = sourceTopics(project);
  return topics.filter(({ topic }) => !read.has(topic));
}
