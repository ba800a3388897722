import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../src/config/readProjectFiles.ts';
import { createTopicReader } from '../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader } from '../../src/feed/kafka/TopicReader.ts';
import { rebuild } from '../../src/pipeline/rebuild/rebuild.ts';
import { Random } from '../../schema/sample/Random.ts';
import { findDifferences } from '../integration/retailer/differences.ts';
import { eventLogPath, readGivenMarkets } from '../integration/retailer/eventLogs.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from '../integration/retailer/retailer.ts';
import { computeRetailer } from '../plain/computeRetailer.ts';
import { readEventFile } from '../plain/readEventFile.ts';
import type { SourceEvent } from '../plain/SourceEvent.ts';
import type { Market } from '../plain/stores/Markets.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../support/kafka.ts';
import { renamedTopic, renameTopics } from '../support/renameTopics.ts';
import { rawDifferences } from './invariants/rawDifferences.ts';
import { topicDifferences } from './invariants/topicDifferences.ts';
import { arrange, type Arrangement } from './played/arrange.ts';
import { contradict } from './played/contradict.ts';
import { play } from './played/play.ts';
import { sliceOf } from './played/sliceOf.ts';
import { isLong, scaled, seed } from './scale.ts';

const logs = ['orders', 'payments', 'shipments', 'storeLines', 'storeLinesAfterMigration'] as const;
const partitions = 3;
const patienceMs = scaled(240_000, 4 * 3_600_000);

const inOrder = { shuffled: false, duplicated: false, contradicted: false };
const disturbed = { shuffled: true, duplicated: true, contradicted: true };

interface Run extends Arrangement {
  /** Every tenth event of the marketplace is contradicted by another one. */
  readonly contradicted: boolean;
  readonly batchSize: number;
  /** Events of the logs that are played, about. */
  readonly events: number;
}

/** In CI of each choice something; in the long run everything with everything, on all of the logs, one by one on a part of them. */
const runs: readonly Run[] = isLong
  ? [5_000, 100, 1].flatMap((batchSize) =>
      [inOrder, disturbed].flatMap((order) =>
        (['MIXED', 'ONE_AFTER_THE_OTHER'] as const).map((topics) => ({
          ...{ ...order, topics, batchSize, events: batchSize === 1 ? 10_000 : Infinity },
        })),
      ),
    )
  : [
      { ...disturbed, topics: 'ONE_AFTER_THE_OTHER', batchSize: 5_000, events: 2_000 },
      { ...disturbed, topics: 'MIXED', batchSize: 100, events: 1_200 },
      { ...inOrder, topics: 'ONE_AFTER_THE_OTHER', batchSize: 100, events: 400 },
      { ...disturbed, topics: 'MIXED', batchSize: 1, events: 80 },
    ];

describe('the real logs, played through Kafka', () => {
  let settings: KafkaSettings;
  let topics: TestTopics;
  let reader: TopicReader;
  let real: readonly SourceEvent[];
  let markets: ReadonlyMap<string, Market>;
  let retailer: Retailer | undefined;
  beforeAll(async () => {
    settings = await testKafka();
    topics = await testTopics(settings);
    reader = createTopicReader(settings);
    real = (await Promise.all(logs.map(async (log) => readEventFile(await eventLogPath(log))))).flat();
    markets = await readGivenMarkets();
  }, 240_000);
  afterEach(() => retailer?.close());
  afterAll(async () => {
    await reader.close();
    await topics.close();
  });

  it.each(runs)(
    'fault 15, shuffled, with duplicates and contradictions: $shuffled, topics: $topics, batches of $batchSize: the state of the plain recomputation, and topics that fold to it (I1, I2, I3)',
    async ({ batchSize, events: size, contradicted, ...arrangement }) => {
      const random = new Random(seed);
      const slice = sliceOf(real, computeRetailer(real, markets), size, random);
      const events = contradicted ? contradict(slice, random) : slice;
      const prefix = topicName('played');
      retailer = await createRetailer(renameTopics(await readProjectFiles(packageRoot()), prefix));
      const deliveries = arrange(events, arrangement, random);
      const startedAt = performance.now();
      await play(retailer, deliveries, { settings, topics, prefix, partitions, batchSize, patienceMs });
      if (isLong) {
        const seconds = (performance.now() - startedAt) / 1_000;
        const played = deliveries.flat().length;
        console.log(`${played} events in batches of ${batchSize}: ${(played / seconds).toFixed(0)} events/s`);
      }

      const differences = await findDifferences(retailer, computeRetailer(events, markets));
      expect({ seed, ...differences }).toEqual({
        seed,
        ...Object.fromEntries(Object.keys(differences).map((name) => [name, []])),
      });
      const sources = [...new Set(events.map(({ topic }) => renamedTopic(prefix, topic)))];
      expect(await rawDifferences(retailer.database, settings, sources)).toEqual([]);
      expect(await topicDifferences(retailer.database, reader, retailer.project)).toEqual([]);
      expect(await retailer.readParked()).toEqual([]);
      const again = await rebuild(retailer.database, retailer.project, { maskKeys: retailerMaskKeys });
      expect(again.contracts).toEqual(
        again.contracts.map((counts) => ({ ...counts, inserted: 0, updated: 0, deleted: 0 })),
      );
    },
    patienceMs * 2,
  );
});
