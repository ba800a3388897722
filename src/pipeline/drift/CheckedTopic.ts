import type { DeclaredTopic, Project, TopicSource } from '../../contract/model.ts';
import { topicSources } from '../../contract/topicSources.ts';

/** A topic whose events are held against its declaration. */
export interface CheckedTopic {
  readonly source: TopicSource;
  readonly declared: DeclaredTopic;
}

/** The topics of a project that are declared, by name. */
export function checkedTopics({ products, declaredTopics }: Project): readonly CheckedTopic[] {
  return topicSources(products).flatMap((source) =>
    declaredTopics
      .filter(({ topic }) => topic === source.topic)
      .map((declared): CheckedTopic => ({ source, declared })),
  );
}
