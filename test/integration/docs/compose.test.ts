import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { createTopicAdmin } from '../../../src/feed/kafka/createTopicAdmin.ts';
import { createDatabase } from '../../../src/storage/createDatabase.ts';
import { fetchJars } from '../../kafka/fetchJars.ts';
import { freePorts } from '../../kafka/freePorts.ts';
import { kafkaDirectory } from '../../kafka/sharedKafka.ts';
import { startKafka } from '../../kafka/startKafka.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const Service = z.object({
  image: z.string(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])),
  ports: z.tuple([z.string()]),
});
const Compose = z.object({ services: z.object({ postgres: Service, kafka: Service }) });

async function readCompose(): Promise<{ text: string; services: z.infer<typeof Compose>['services'] }> {
  const text = await readFile(join(packageRoot(), 'docker-compose.yml'), 'utf8');
  return { text, services: Compose.parse(parse(text)).services };
}

/** As Apache Kafka's image makes `server.properties` of its environment: `KAFKA_NODE_ID` is `node.id`. */
function toProperties(environment: Readonly<Record<string, string | number>>): readonly string[] {
  return Object.entries(environment).map(
    ([name, value]) =>
      `${name
        .replace(/^KAFKA_/, '')
        .toLowerCase()
        .replaceAll('_', '.')}=${value}`,
  );
}

it("docker-compose.yml's Kafka is the tests' version and starts with just the settings it gives, for tables' topics that are kept", async () => {
  const { services } = await readCompose();
  const pom = await readFile(join(packageRoot(), 'test', 'kafka', 'pom.xml'), 'utf8');
  const [, version] = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>(.*?)</.exec(pom) ?? [];
  expect(services.kafka.image).toBe(`apache/kafka:${version}`);
  expect(services.kafka.ports).toEqual(['127.0.0.1:9092:9092']);

  const dataDir = await mkdtemp(join(tmpdir(), 'concordat-compose-'));
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const lines = toProperties(services.kafka.environment);
  const serverProperties = lines
    .map((line) => line.replace(':9092', `:${port}`).replaceAll(':9093', `:${controllerPort}`))
    .map((line) => line.replace(/^(log\.dirs)=.*/, `$1=${dataDir}/log`));
  // Each was in its place, else Kafka would have used ports and folders of others.
  expect(serverProperties.join('\n')).not.toMatch(/:909[23]|\/var\/lib/);
  const jars = await fetchJars(kafkaDirectory);
  const kafka = await startKafka({
    jars,
    dataDir,
    port,
    controllerPort,
    serverProperties: serverProperties.join('\n'),
  });
  const admin = createTopicAdmin({ brokers: [`localhost:${port}`] });
  try {
    await admin.create({ topic: 'contract.a.v1', partitions: 3, config: { 'cleanup.policy': 'compact' } });
    expect(await admin.describe(['contract.a.v1', 'not.there'])).toEqual(
      new Map([['contract.a.v1', { partitions: 3, cleanupPolicy: 'compact' }]]),
    );
  } finally {
    await admin.close();
    await kafka.kill();
    await rm(dataDir, { recursive: true });
  }
}, 120_000);

it("docker-compose.yml's PostgreSQL is the embedded one's version, with the database its commands name", async () => {
  const { text, services } = await readCompose();
  const test = await createTestDatabase({ template: false });
  const database = createDatabase({ connectionString: test.connectionString });
  try {
    const [version] = await database.query<{ major: string }>({
      text: "select (current_setting('server_version_num')::int / 10000)::text as major",
    });
    expect(services.postgres.image).toBe(`postgres:${version?.major}`);
  } finally {
    await database.close();
    await test.drop();
  }
  const [, url] = /^#.*\bDATABASE_URL=(\S+)/m.exec(text) ?? [];
  const {
    POSTGRES_USER: user,
    POSTGRES_PASSWORD: password,
    POSTGRES_DB: name,
  } = services.postgres.environment;
  expect(url).toBe(`postgresql://${user}:${password}@localhost:5432/${name}`);
  expect(services.postgres.ports).toEqual(['127.0.0.1:5432:5432']);
});
