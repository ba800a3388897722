import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTopics } from '../../../../src/cli/kafka/openTopics.ts';
import { observePipeline, type ObservedPipeline } from '../../../../src/cli/pipeline/observePipeline.ts';
import type { Project } from '../../../../src/contract/model.ts';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../../src/feed/kafka/KafkaSettings.ts';
import { runPipeline } from '../../../../src/pipeline/run/runPipeline.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';
import { createRegistry } from '../../../../src/server/metrics/createRegistry.ts';
import { startTracing } from '../../../../src/server/tracing/startTracing.ts';
import {
  createClaimsPipeline,
  maskKeys,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../../support/kafka.ts';
import { readTopic } from '../../../support/readTopic.ts';
import { scrape } from '../../../support/scrape.ts';
import { startTraceCollector } from '../../../support/traceCollector.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const logger = createLogger({ level: 'silent' });

let settings: KafkaSettings;
let topics: TestTopics;
let source: string;
let target: string;
let project: Project;
let pipeline: ClaimsPipeline;
let observed: ObservedPipeline;
let address: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  settings = await testKafka();
  topics = await testTopics(settings);
}, 240_000);
afterAll(() => topics.close());

beforeEach(async () => {
  source = topicName('intake.claims');
  target = topicName('contract.settled');
  await topics.create(source, 2);
  await topics.create(target, 2);
  project = derivedProject([
    ['schema/contracts/settled_claim/v1.graphql', '@key(', `@serving(topic: "${target}") @key(`],
    ['schema/products/claim_intake/product.graphql', '"intake.claims"', `"${source}"`],
  ]);
  pipeline = await createClaimsPipeline(project);
  observed = observePipeline({
    ...{ project, database: pipeline.test.database, registry: createRegistry(), logger },
    isClosing: () => false,
  });
  address = await observed.listen({ port: 0, host: '127.0.0.1' });
  stop = () => Promise.resolve();
});
afterEach(async () => {
  await stop();
  await observed.close();
  await pipeline.close();
});

function start(kafka: KafkaSettings): void {
  const access = openTopics(kafka);
  const abort = new AbortController();
  const running = runPipeline({
    ...{ database: pipeline.test.database, project, maskKeys, topics: access, leaseMs: 2_000 },
    ...{ signal: abort.signal, observer: observed.observer },
  });
  stop = async () => {
    abort.abort();
    await running;
    await access.reader.close();
  };
}

function message(line: string, headers: Readonly<Record<string, string>> = {}) {
  const { key, value } = JSON.parse(line) as { readonly key: string; readonly value: unknown };
  return { key, value: JSON.stringify(value), partition: 1, headers };
}

async function until<T>(read: () => Promise<T>, isDone: (found: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await read();
    if (isDone(found)) return found;
    await wait(100);
  }
  throw new Error(`It never came to be: ${JSON.stringify(await read())}`);
}

describe('the pipeline over Kafka', () => {
  it('carries traceparent from the source record to the contract topic, linked by its spans', async () => {
    const collector = await startTraceCollector();
    const tracing = startTracing({ url: `${collector.url}/v1/traces`, service: 'test', logger });
    await topics.send(source, [
      message(settledEvent(1, 'a', '9.00'), { traceparent }),
      message(settledEvent(1, 'b', '9.00'), { traceparent: 'forged' }),
    ]);
    start(settings);
    const published = `concordat_published_changes_total{contract="settled_claim@1",destination="kafka"}`;
    await until(
      () => scrape(address),
      (samples) => samples.get(published) === 2,
    );
    await stop();
    await tracing.stop();
    const reader = createTopicReader(settings);
    const records = await readTopic(reader, target);
    await reader.close();
    expect(new Map(records.map(({ key, headers }) => [key, headers['traceparent']]))).toEqual(
      new Map([
        ['{"claimId":"a"}', traceparent],
        ['{"claimId":"b"}', undefined],
      ]),
    );
    const link = { traceId: traceparent.slice(3, 35), spanId: traceparent.slice(36, 52) };
    for (const name of [`ingest ${source}`, 'derive batch', 'publish settled_claim@1']) {
      const links = collector
        .spans()
        .filter((span) => span.name === name)
        .flatMap((span) => span.links);
      expect(links).toMatchObject([link]);
    }
    await collector.close();
  });

  it('tells what was consumed, how far ingestion is behind the topic, and what was published', async () => {
    await topics.send(source, [message(settledEvent(1, 'a', '9.00')), message(settledEvent(1, 'b', '9.00'))]);
    start(settings);
    const shard = `source="${source}",shard="1"`;
    const sent = `messaging_client_sent_messages_total{messaging_system_name="kafka",messaging_destination_name="${target}"}`;
    const ingest = `concordat_lag_events{stage="ingest",${shard}}`;
    const samples = await until(
      () => scrape(address),
      (found) => found.get(sent) === 2 && found.get(ingest) === 0,
    );
    const consumed = `messaging_client_consumed_messages_total{messaging_system_name="kafka",messaging_destination_name="${source}",messaging_destination_partition_id="1"}`;
    expect(samples.get(consumed)).toBe(2);
    expect(samples.get(`concordat_raw_events_total{${shard}}`)).toBe(2);
    expect(samples.get('concordat_batch_duration_seconds_count{worker="ingester"}')).toBeGreaterThan(0);
    expect(samples.get('concordat_source_topics_missing')).toBe(0);
    await until(
      () => scrape(address),
      (found) =>
        found.get(`concordat_lag_events{stage="derive",${shard}}`) === 0 &&
        found.get('concordat_outbox_changes{contract="settled_claim@1"}') === 0,
    );
    // What raw cannot take stays behind.
    await pipeline.test.database.execute({ text: 'alter table raw.event add check (false) not valid' });
    await topics.send(source, [message(settledEvent(2, 'a', '8.00'))]);
    const behind = await until(
      () => scrape(address),
      (found) => found.get(ingest) === 1,
    );
    expect(behind.get(`concordat_lag_seconds{stage="ingest",${shard}}`)).toBeGreaterThanOrEqual(0);
  });

  it('is alive and not ready while Kafka is away (fault 5)', async () => {
    start({ brokers: ['127.0.0.1:1'] });
    // Whichever worker fails first is told of first.
    await until(
      async () => (await (await fetch(`${address}/readyz`)).json()) as { readonly status: string },
      ({ status }) => /^failing: .*ingester \(KAFKA_UNAVAILABLE\)/.test(status),
    );
    expect((await fetch(`${address}/readyz`)).status).toBe(503);
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    // What Kafka would have to say is not told, least of all as 0.
    const samples = await scrape(address);
    const told = [...samples.keys()].filter((name) => /stage="ingest"|topics_missing/.test(name));
    expect(told).toEqual([]);
  });
});
