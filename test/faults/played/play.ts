import { randomUUID } from 'node:crypto';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../../src/feed/kafka/createTopicWriter.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import { runDeriver } from '../../../src/pipeline/derive/runDeriver.ts';
import { runIngester } from '../../../src/pipeline/ingest/topics/runIngester.ts';
import { runPublisher } from '../../../src/pipeline/publish/runPublisher.ts';
import { retailerMaskKeys, type Retailer } from '../../integration/retailer/retailer.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';
import type { TestTopics } from '../../support/kafka.ts';
import { renamedTopic } from '../../support/renameTopics.ts';
import { until } from '../../support/until.ts';
import { isPublished } from '../invariants/topicDifferences.ts';
import { isDerived } from '../isDerived.ts';
import { partitionOf } from '../partitionOf.ts';

export interface PlayOptions {
  readonly settings: KafkaSettings;
  readonly topics: TestTopics;
  /** Of the topics' names. */
  readonly prefix: string;
  readonly partitions: number;
  /** Source events in one batch of the derivation. */
  readonly batchSize: number;
  readonly patienceMs: number;
}

const sentAtOnce = 2_000;

/** Keyed by the record's key, so that an order's events are in the same partition of every topic. */
async function send(
  events: readonly SourceEvent[],
  { topics, prefix, partitions }: PlayOptions,
): Promise<void> {
  for (let at = 0; at < events.length; at += sentAtOnce) {
    const some = Map.groupBy(events.slice(at, at + sentAtOnce), ({ topic }) => topic);
    for (const [topic, ofTopic] of some) {
      await topics.send(
        renamedTopic(prefix, topic),
        ofTopic.map(({ key, timestamp, value }) => ({
          ...{ key, partition: partitionOf(key, partitions), timestamp: String(timestamp) },
          value: JSON.stringify(value),
        })),
      );
    }
  }
}

/**
 * Plays events through Kafka into the retailer and out on the contract topics, one delivery when all before it are derived: an
 * ingester, a publisher, and two derivers at once, which share the shards. Throws what failed on the way.
 */
export async function play(
  retailer: Retailer,
  deliveries: readonly (readonly SourceEvent[])[],
  options: PlayOptions,
): Promise<void> {
  const { settings, topics, prefix, partitions, batchSize, patienceMs } = options;
  const { database, project } = retailer;
  const names = [...new Set(deliveries.flat().map(({ topic }) => renamedTopic(prefix, topic)))];
  // The records' own times are years ago: Kafka would take them for old at once.
  for (const name of names) await topics.create(name, partitions, { 'retention.ms': '-1' });
  for (const { serving } of project.contracts) await topics.create(serving.topic, partitions);
  const stop = new AbortController();
  const reader = createTopicReader(settings);
  const failures: string[] = [];
  const common = {
    ...{ database, project, maskKeys: retailerMaskKeys, signal: stop.signal, pollMs: 20 },
    onFailure: (error: unknown) => failures.push(String(error)),
  };
  const workers = [
    runIngester({
      ...{ ...common, reader, holder: randomUUID() },
      onGap: ({ topic, partition }) => failures.push(`a gap in ${topic}, partition ${partition}`),
    }),
    runPublisher({
      ...{ ...common, holder: randomUUID() },
      topics: { reader, createWriter: (topic) => createTopicWriter(settings, topic) },
    }),
    ...[1, 2].map(() => runDeriver({ ...common, batchSize, leaseMs: 5_000, holder: randomUUID() })),
  ];
  try {
    let sent = 0;
    for (const delivery of deliveries) {
      await send(delivery, options);
      sent += delivery.length;
      await until(`${sent} events are derived`, () => isDerived(database, names, sent), {
        patienceMs,
        explain: () => failures.join('\n'),
      });
    }
    await until('every change is published', () => isPublished(database), {
      patienceMs,
      explain: () => failures.join('\n'),
    });
  } finally {
    stop.abort();
    await Promise.all(workers);
    await reader.close();
  }
  if (failures.length > 0) throw new Error(`The pipeline failed on the way:\n${failures.join('\n')}`);
}
