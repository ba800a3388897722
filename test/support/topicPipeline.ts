import { setTimeout } from 'node:timers/promises';
import type { Message } from 'kafkajs';
import type { Project } from '../../src/contract/model.ts';
import { createTopicReader } from '../../src/feed/kafka/createTopicReader.ts';
import { deriveBatch } from '../../src/pipeline/derive/deriveBatch.ts';
import type { BatchResult } from '../../src/pipeline/derive/deriveWindow.ts';
import type { RecordedGap } from '../../src/pipeline/ingest/topics/recordGap.ts';
import { runIngester } from '../../src/pipeline/ingest/topics/runIngester.ts';
import { createClaimsPipeline, maskKeys, type ClaimsPipeline } from './claimsPipeline.ts';
import { testKafka, testTopics, topicName } from './kafka.ts';
import { projectReading } from './projectReading.ts';

type Row = Readonly<Record<string, unknown>>;

/** The insurer's project fed by a topic of a real Kafka, and what a test does with it. */
export interface TopicPipeline {
  readonly topic: string;
  readonly project: Project;
  readonly claims: ClaimsPipeline;
  send(...messages: readonly Message[]): Promise<void>;
  /** Ingests until raw's position in partition 0 is the offset. */
  ingest(toOffset: number): Promise<void>;
  /** Derives what is ingested, all in one batch. */
  derive(): Promise<BatchResult | undefined>;
  /** Each parked event by its offset with the reason. */
  parked(): Promise<readonly Row[]>;
  /** Keys of the claims that are served. */
  served(): Promise<readonly unknown[]>;
  /** What ingestion failed by, and the gaps that it told of. */
  readonly failures: readonly string[];
  readonly gaps: readonly RecordedGap[];
  close(): Promise<void>;
}

const patienceMs = 100_000;

/** @param config - of the topic, e.g. `max.message.bytes` */
export async function createTopicPipeline(
  config: Readonly<Record<string, string>> = {},
): Promise<TopicPipeline> {
  const settings = await testKafka();
  const topics = await testTopics(settings);
  const topic = topicName('claims');
  // The claims are of long ago.
  await topics.create(topic, 1, { 'retention.ms': '-1', ...config });
  const project = projectReading(topic);
  const claims = await createClaimsPipeline(project);
  const failures: string[] = [];
  const gaps: RecordedGap[] = [];
  const position = async (): Promise<number> => {
    const [row] = await claims.rows('select next_offset from raw.position');
    return Number(row?.['next_offset'] ?? 0);
  };
  return {
    ...{ topic, project, claims, failures, gaps },
    send: (...messages) => topics.send(topic, messages),
    async ingest(toOffset) {
      const reader = createTopicReader(settings);
      const stop = new AbortController();
      const running = runIngester({
        ...{
          database: claims.test.database,
          project,
          reader,
          signal: stop.signal,
          holder: topic,
          pollMs: 20,
        },
        onFailure: (error) => failures.push(error instanceof Error ? error.message : String(error)),
        onGap: (gap) => gaps.push(gap),
      });
      try {
        const deadline = Date.now() + patienceMs;
        while ((await position()) < toOffset) {
          if (Date.now() > deadline) throw new Error(`raw did not get on; failures: ${failures.join(' | ')}`);
          await setTimeout(20);
        }
      } finally {
        stop.abort();
        await running;
        await reader.close();
      }
    },
    derive: () => deriveBatch(claims.test.database, project, 0, { maskKeys, batchSize: 100_000 }),
    parked: () => claims.rows('select "offset"::integer, reason, owner from raw.parked order by "offset"'),
    served: async () => (await claims.serving()).map(({ claim_id: id }) => id),
    async close() {
      await topics.close();
      await claims.close();
    },
  };
}

/** A record that reports a settled claim. */
export function settledRecord(claimId: string, more: Readonly<Record<string, unknown>> = {}): Message {
  const claim = { claimId, currency: 'EUR', claimedAmount: '10.00', paidAmount: '9.50', office: 'Uppsala' };
  const value = JSON.stringify({ ...claim, settledAt: '2026-01-02T03:04:05Z', ...more });
  return { key: claimId, value, timestamp: '1767323045000' };
}
