import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject } from '../../src/cli/loadProject.ts';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { createKafka } from '../../src/feed/kafka/createKafka.ts';
import { createTopicReader } from '../../src/feed/kafka/createTopicReader.ts';
import { createTopicFeed } from '../../src/feed/live/createTopicFeed.ts';
import { encodeChange } from '../../src/feed/record/encodeChange.ts';
import { issueDevelopmentToken } from '../../src/policy/identity/issueDevelopmentToken.ts';
import { fetchJars } from '../../test/kafka/fetchJars.ts';
import { freePorts } from '../../test/kafka/freePorts.ts';
import { kafkaDirectory } from '../../test/kafka/sharedKafka.ts';
import { startKafka } from '../../test/kafka/startKafka.ts';
import { startBare } from './bare.ts';
import { Clients } from './Clients.ts';
import { makeEvent, selection } from './events.ts';
import { startGateway } from './gateway.ts';

const contractId = 'customer_order_timeline@1';
/** Contracts without news that the gateway follows meanwhile. */
const idle = [
  { consumer: 'warehouse-orchestrator', purpose: 'FULFILLMENT', field: 'fulfillmentOrderReadyV1' },
  { consumer: 'revenue-close', purpose: 'REVENUE_CLOSE', field: 'financeRecognizedSaleV2' },
] as const;
const records = 2_000;
const warmUp = 200;
const everyMs = 5;

function percentile(values: readonly number[], of: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0;
}

/** How long a record takes from when it is sent to Kafka to a socket, beside a consumer that forwards it as it is. Two other contracts are followed. */
export async function measureLatency(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const broker = await startKafka({
    ...{ jars: await fetchJars(kafkaDirectory), dataDir: join(folder, 'kafka'), port, controllerPort },
  });
  const settings = { brokers: [broker.brokers] };
  const project = await loadProject(packageRoot());
  const contract = project.contracts.find(({ id }) => id === contractId);
  if (contract === undefined) throw new Error(`There is no ${contractId}.`);
  const { topic } = contract.serving;
  const kafka = createKafka(settings);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: project.contracts.map(({ serving }) => ({ topic: serving.topic, numPartitions: 4 })),
  });
  await admin.disconnect();
  const reader = createTopicReader(settings);
  const gateway = await startGateway({
    feedOf: (one) =>
      createTopicFeed({
        reader,
        createReader: () => createTopicReader(settings),
        contract: one,
        tellsBefore: () => Promise.resolve(true),
        isMade: () => Promise.resolve(true),
      }),
    placeOf: (one) => `kafka:${one.serving.topic}`,
  });
  const bare = await startBare();
  const consumer = kafka.consumer({ groupId: 'bench' });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on('consumer.group_join', resolve));
  await consumer.run({
    eachMessage: ({ message: { value, timestamp } }) => {
      const at = new Date(Number(timestamp)).toISOString();
      bare.forward(`{"id":"1","type":"next","payload":${String(value)},"committedAt":"${at}"}`);
      return Promise.resolve();
    },
  });
  await joined;

  const token = await issueDevelopmentToken({ consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] });
  const query = `subscription { customerOrderTimelineV1 { ${selection} } }`;
  const clients = { Concordat: new Clients(), 'bare consumer': new Clients() };
  await clients.Concordat.open(gateway.url, token, [{ query }]);
  const waiting = new Clients();
  for (const { consumer, purpose, field } of idle) {
    const of = await issueDevelopmentToken({ consumer, purposes: [purpose] });
    await waiting.open(gateway.url, of, [{ query: `subscription { ${field} { kind } }` }]);
  }
  await clients['bare consumer'].open(bare.url, token, [{ query }]);
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (let sent = 0; sent < records + warmUp; sent += 1) {
    const { feed } = makeEvent(`order-${sent}`);
    const { key, revision, row, committedAt } = feed;
    const record = encodeChange(
      {
        ...{ contract: contractId, key, value: JSON.stringify(row), before: null, traceparent: null },
        ...{ revision: revision ?? '1', committedAt: committedAt ?? '' },
      },
      'bench',
    );
    await producer.send({
      topic,
      messages: [{ ...record, headers: { ...record.headers }, timestamp: String(record.timestamp) }],
    });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  for (const one of Object.values(clients)) await one.received(records + warmUp);
  console.log('\nFrom Kafka to a socket, records one by one');
  console.table(
    Object.entries(clients).map(([name, { latencies }]) => {
      const counted = latencies.slice(warmUp);
      return {
        ...{ name, records: counted.length },
        'median ms': percentile(counted, 0.5),
        '99th percentile ms': percentile(counted, 0.99),
      };
    }),
  );
  for (const one of [...Object.values(clients), waiting]) one.end();
  await Promise.all([producer.disconnect(), consumer.disconnect()]);
  await gateway.close();
  await bare.close();
  await reader.close();
  await broker.kill();
  await rm(folder, { recursive: true, force: true });
}
