/** A topic as it is on the brokers. */
export interface ExistingTopic {
  readonly partitions: number;
  /** `cleanup.policy`, e.g. `compact` or `compact,delete`. */
  readonly cleanupPolicy: string;
}

/** A topic to be made. */
export interface NewTopic {
  readonly topic: string;
  readonly partitions: number;
  /** The broker's default where absent. */
  readonly replicationFactor?: number | undefined;
  /** Topic configuration, by Kafka's names. */
  readonly config: Readonly<Record<string, string>>;
}

/** Looks at topics and makes some; never changes one. */
export interface TopicAdmin {
  /** Those of the topics that exist. */
  describe(topics: readonly string[]): Promise<ReadonlyMap<string, ExistingTopic>>;
  /** One that was made meanwhile is left as it is. @throws ConcordatError KAFKA_UNAVAILABLE */
  create(topic: NewTopic): Promise<void>;
  close(): Promise<void>;
}
