import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { z } from 'zod';
import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';
import { assertProject } from '../../src/contract/assertProject.ts';
import { createTopicWriter } from '../../src/feed/kafka/createTopicWriter.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader } from '../../src/feed/kafka/TopicReader.ts';
import { runPublisher, type PublisherOptions } from '../../src/pipeline/publish/runPublisher.ts';
import { createClaimsPipeline, type ClaimsPipeline } from './claimsPipeline.ts';
import { derivedProjectFiles } from './derivedProject.ts';
import { topicName, type TestTopics } from './kafka.ts';
import { fixturePaths } from './projectFixture.ts';
import { foldByFields, foldByPlace, foldByRevision, readTopic, type ReadRecord } from './readTopic.ts';

export interface Running {
  readonly stop: () => Promise<void>;
}

/** The pipeline of the claims with a contract topic of its own, and publishers on it. */
export interface ClaimsPublisher {
  readonly pipeline: ClaimsPipeline;
  readonly topic: string;
  /** Messages of what publishers failed by. */
  readonly failures: readonly string[];
  start(options?: Partial<PublisherOptions>): Running;
  /** Events arrive and are derived. */
  settle(...events: readonly string[]): Promise<void>;
  /** Waits until the outbox is empty, and the topic can be read. */
  published(): Promise<void>;
  topicNow(): Promise<readonly ReadRecord[]>;
  /** I3, whichever way one reads the topic. */
  expectTopicIsTable(): Promise<void>;
  close(): Promise<void>;
}

export interface ClaimsPublisherOptions {
  /** Of the project. */
  readonly edits?: Parameters<typeof derivedProjectFiles>[0];
  /** More files of it. */
  readonly files?: ProjectFiles;
  /** Of the topic. */
  readonly config?: Readonly<Record<string, string>>;
}

const offsetsOf = z.record(z.string(), z.coerce.bigint());
const rowOf = z.object({ claimId: z.string(), paidAmount: z.string() });

export async function createClaimsPublisher(
  settings: KafkaSettings,
  topics: TestTopics,
  reader: TopicReader,
  { edits = [], files = new Map(), config = {} }: ClaimsPublisherOptions = {},
): Promise<ClaimsPublisher> {
  const topic = topicName('contract.settled');
  await topics.create(topic, 3, config);
  const project = assertProject(
    new Map([
      ...derivedProjectFiles([
        [fixturePaths.settledClaim, '@key(', `@serving(topic: "${topic}") @key(`],
        ...edits,
      ]),
      ...files,
    ]),
  );
  const pipeline = await createClaimsPipeline(project);
  const failures: string[] = [];
  const running: Running[] = [];

  /** Whether what the publisher noted can be read: the broker says that a transaction is committed shortly before. */
  const isReadable = async (): Promise<boolean> => {
    const [row] = await pipeline.rows('select next_offsets as offsets from contract.publication');
    const offsets = offsetsOf.parse(row?.['offsets'] ?? {});
    const ranges = await reader.ranges(
      Object.keys(offsets).map((partition) => ({ topic, partition: Number(partition) })),
    );
    return ranges.every(({ partition, end }) => end >= (offsets[String(partition)] ?? 0n));
  };
  const topicNow = (): Promise<readonly ReadRecord[]> => readTopic(reader, topic);

  return {
    ...{ pipeline, topic, failures, topicNow },
    start(options = {}) {
      const abort = new AbortController();
      const done = runPublisher({
        ...{ database: pipeline.test.database, project, signal: abort.signal },
        ...{ holder: `test-${Math.random()}`, leaseMs: 2_000, pollMs: 20, batchSize: 3 },
        topics: { reader, createWriter: (name) => createTopicWriter(settings, name) },
        onFailure: (error) => failures.push(error instanceof Error ? error.message : String(error)),
        ...options,
      });
      const stop = async (): Promise<void> => {
        abort.abort();
        await done;
      };
      running.push({ stop });
      return { stop };
    },
    async settle(...events) {
      await pipeline.arriveIn(0, ...events);
      await pipeline.deriveShard(0, 2);
    },
    async published() {
      for (let tries = 0; tries < 400; tries += 1) {
        const waiting = await pipeline.rows('select from contract.outbox');
        if (waiting.length === 0 && (await isReadable())) return;
        await wait(25);
      }
      throw new Error(`The outbox never became empty: ${failures.join('; ')}`);
    },
    async expectTopicIsTable() {
      const records = await topicNow();
      const rows = await pipeline.rows(
        `select claim_id, paid_amount::text as paid, _revision::float8 as revision from contract.settled_claim_v1 order by claim_id`,
      );
      const folds = [
        ...[foldByPlace(records), foldByRevision(records)],
        // Partitions come in any order.
        ...[foldByFields(records), foldByFields(records.toReversed())],
      ];
      for (const fold of folds) {
        const folded = [...fold.values()].map(({ value, revision }) => {
          const { claimId, paidAmount } = rowOf.parse(JSON.parse(value ?? ''));
          return { claim_id: claimId, paid: paidAmount, revision };
        });
        expect(folded.toSorted((a, b) => (a.claim_id < b.claim_id ? -1 : 1))).toEqual(rows);
      }
    },
    async close() {
      await Promise.all(running.map(({ stop }) => stop()));
      await pipeline.close();
    },
  };
}
