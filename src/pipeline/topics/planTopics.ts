import type { Project } from '../../contract/model.ts';
import { sourceTopics } from '../../contract/sourceTopics.ts';
import type { ExistingTopic, NewTopic, TopicAdmin } from '../../feed/kafka/TopicAdmin.ts';
import { contractTopicConfig } from './contractTopicConfig.ts';

export interface TopicChoices {
  /** Partitions of topics to be made; as many as source topics have when absent. */
  readonly partitions?: number | undefined;
  /** Copies of each; the brokers' default when absent. */
  readonly replicationFactor?: number | undefined;
}

/** What a project needs of Kafka. */
export interface TopicPlan {
  /** Contract topics that are not there. */
  readonly missing: readonly NewTopic[];
  /** What the reader should know and Concordat leaves alone. */
  readonly notes: readonly string[];
}

/** Where there are no source topics yet to go by. */
const defaultPartitions = 6;

type Existing = ReadonlyMap<string, ExistingTopic>;

function contractNotes({ contracts }: Project, existing: Existing, wanted: number): readonly string[] {
  return contracts.flatMap(({ id, sql, serving: { topic } }) => {
    const found = existing.get(topic);
    if (sql === undefined) {
      return found === undefined
        ? [`Topic ${topic} of ${id} does not exist; whoever fills its table makes it.`]
        : [];
    }
    if (found === undefined) return [];
    return [
      ...(found.partitions === wanted
        ? []
        : [
            `Topic ${topic} of ${id} has ${found.partitions} partitions, not ${wanted}, and is left as it is: the keys of what is on it would move to other partitions.`,
          ]),
      ...(found.cleanupPolicy === 'compact'
        ? []
        : [
            `Topic ${topic} of ${id} has cleanup.policy=${found.cleanupPolicy}, not compact: who reads it from its beginning may miss rows. Set it with Kafka's own tools.`,
          ]),
    ];
  });
}

function sourceNotes(topics: readonly string[], existing: Existing): readonly string[] {
  const absent = topics.filter((topic) => !existing.has(topic));
  const counts = topics.flatMap((topic) => {
    const found = existing.get(topic);
    return found === undefined ? [] : [{ topic, partitions: found.partitions }];
  });
  return [
    ...(absent.length === 0
      ? []
      : [`Source topics that do not exist: ${absent.join(', ')}. Their producers make them.`]),
    ...(new Set(counts.map(({ partitions }) => partitions)).size <= 1
      ? []
      : [
          `Source topics have different numbers of partitions (${counts.map(({ topic, partitions }) => `${topic} ${partitions}`).join(', ')}). Everything is derived all the same; processes share the work best where topics with the same keys have as many.`,
        ]),
  ];
}

/** Compares the topics that a project needs with those that there are. */
export async function planTopics(
  admin: TopicAdmin,
  project: Project,
  { partitions, replicationFactor }: TopicChoices,
): Promise<TopicPlan> {
  const sources = [...sourceTopics(project)].sort();
  const existing = await admin.describe([
    ...sources,
    ...project.contracts.map(({ serving: { topic } }) => topic),
  ]);
  const ofSources = sources.map((topic) => existing.get(topic)?.partitions ?? 0);
  const wanted = partitions ?? (Math.max(0, ...ofSources) || defaultPartitions);
  return {
    missing: project.contracts
      .filter(({ sql, serving: { topic } }) => sql !== undefined && !existing.has(topic))
      .map(({ serving: { topic } }) => ({
        topic,
        partitions: wanted,
        replicationFactor,
        config: contractTopicConfig,
      })),
    notes: [...contractNotes(project, existing, wanted), ...sourceNotes(sources, existing)],
  };
}
