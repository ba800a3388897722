import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTopicAdmin } from '../../../src/feed/kafka/createTopicAdmin.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import { createSecurity, type Security } from '../../kafka/createSecurity.ts';
import { fetchJars } from '../../kafka/fetchJars.ts';
import { freePorts } from '../../kafka/freePorts.ts';
import type { KafkaServer } from '../../kafka/KafkaServer.ts';
import { kafkaDirectory } from '../../kafka/sharedKafka.ts';
import { startKafka } from '../../kafka/startKafka.ts';
import { testTopics, topicName, type TestTopics } from '../../support/kafka.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { readGuideFiles, writeGuideProject } from '../../support/readGuideFiles.ts';
import { foldByPlace, readTopic } from '../../support/readTopic.ts';
import { runConcordat, startConcordat } from '../../support/runConcordat.ts';
import { until } from '../../support/until.ts';

const sourceTopic = 'stations.rides';
const contractTopic = 'contract.billing_completed_ride.v1';

let root = '';
let security: Security;
let kafka: KafkaServer;
let plain: KafkaSettings;
let topics: TestTopics;
let test: TestDatabase;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'concordat-kafka-'));
  await writeGuideProject(root);
  security = await createSecurity(join(root, 'security'));
  await writeFile(join(root, 'ca.pem'), security.ca);
  const jars = await fetchJars(kafkaDirectory);
  const [port = 0, controllerPort = 0, securePort = 0] = await freePorts(3);
  const secure = { port: securePort, security };
  kafka = await startKafka({ jars, dataDir: join(root, 'kafka'), port, controllerPort, secure });
  plain = { brokers: [kafka.brokers] };
  topics = await testTopics(plain);
  test = await createTestDatabase({ template: false });
}, 240_000);
afterAll(async () => {
  await topics.close();
  await kafka.kill();
  await test.drop();
  await rm(root, { recursive: true });
});

function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    DATABASE_URL: test.connectionString,
    CONCORDAT_MASK_KEY: 'm'.repeat(32),
    KAFKA_BROKERS: kafka.brokers,
    ...more,
  };
}

function secured(mechanism: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return environment({
    KAFKA_BROKERS: kafka.secureBrokers ?? '',
    CONCORDAT_KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    CONCORDAT_KAFKA_SSL_CA: join(root, 'ca.pem'),
    CONCORDAT_KAFKA_SASL_MECHANISM: mechanism,
    CONCORDAT_KAFKA_USERNAME: security.username,
    CONCORDAT_KAFKA_PASSWORD: security.password,
    ...more,
  });
}

const run = (env: Readonly<Record<string, string>>, command: string, ...more: readonly string[]) =>
  runConcordat([command, '--project', root, ...more], env);

async function sampleMessages() {
  const [, text = ''] = [...(await readGuideFiles())].find(([path]) => path.endsWith('.ndjson')) ?? [];
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { key, timestamp, value } = JSON.parse(line) as {
        readonly key: string;
        readonly timestamp: number;
        readonly value: unknown;
      };
      return { key, timestamp: String(timestamp), value: JSON.stringify(value) };
    });
}

describe('concordat with Kafka', () => {
  it('plans and makes contract topics, compacted and with as many partitions as the source has', async () => {
    // The guide's rides are of some day: retention would take them once it is past.
    await topics.create(sourceTopic, 3, { 'retention.ms': '-1' });
    const plan = await run(environment(), 'plan');
    expect(plan.stdout).toContain(`-- topic ${contractTopic}: to be made with 3 partitions`);
    const made = await run(environment(), 'migrate');
    expect(made.code).toBe(0);
    expect(made.stdout).toContain(`topic ${contractTopic}: made with 3 partitions`);
    expect((await run(environment(), 'migrate')).stdout).toBe('Nothing to do.\n');
  });

  it('never changes the partitions of a topic that exists, and says so', async () => {
    const again = await run(environment({ CONCORDAT_TOPIC_PARTITIONS: '12' }), 'migrate');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain(
      `note: Topic ${contractTopic} of billing_completed_ride@1 has 3 partitions, not 12, and is left as it is`,
    );
    const json = await run(environment(), 'migrate', '--topic-partitions', '12', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      topics: { missing: [], notes: [expect.stringContaining('left as it is')] },
    });
  });

  it('serves what arrives on the source topic and publishes it on the contract topic', async () => {
    const pipeline = startConcordat(['pipeline', '--project', root], environment());
    await pipeline.waitFor('"msg":"deriving"');
    await topics.send(sourceTopic, await sampleMessages());
    const reader = createTopicReader(plain);
    const served = () =>
      test.database.query<{ ride_id: string }>({
        text: 'select ride_id from contract.billing_completed_ride_v1 order by 1',
      });
    // Both of the sample, which come by partitions of their own; what is derived waits to be published from then on.
    await until('both are served', async () => (await served()).length === 2);
    await until(
      'nothing waits to be published',
      async () => (await test.database.query({ text: 'select from contract.outbox' })).length === 0,
    );
    const rows = await served();
    const folded = foldByPlace(await readTopic(reader, contractTopic));
    await reader.close();
    expect([...folded.keys()].toSorted()).toEqual(
      rows.map(({ ride_id: rideId }) => JSON.stringify({ rideId })).toSorted(),
    );
    expect(await pipeline.stop('SIGTERM')).toBe(0);
    expect(pipeline.output()).toContain('"msg":"stopped"');
  });

  it('says that another database has the topics and what to do, and is told once to take over', async () => {
    const mine = await createTestDatabase({ template: false });
    const env = environment({ DATABASE_URL: mine.connectionString });
    const start = async (...more: readonly string[]) => {
      const dev = startConcordat(['dev', '--project', root, '--port', '0', ...more], env);
      await dev.waitFor('Ctrl+C stops.');
      return { dev, readyz: `${/Health {6}(\S+)\/livez/.exec(dev.output())?.[1] ?? ''}/readyz` };
    };
    const answersUntil = async (readyz: string, status: number): Promise<unknown> => {
      await until(`/readyz says ${status}`, async () => (await fetch(readyz)).status === status);
      return (await fetch(readyz)).json();
    };
    try {
      const refused = await start();
      expect(await answersUntil(refused.readyz, 503)).toMatchObject({
        status: 'failing: publisher (TOPIC_TAKEN)',
      });
      await wait(3_000);
      await refused.dev.stop();
      const said = refused.dev.output().split('\n');
      const lines = said.filter((line) => line.includes('TOPIC_TAKEN'));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(`Topic ${contractTopic} holds what another database published.`);
      expect(lines[0]).toContain('--take-over-topics');
      expect(lines[0]).not.toContain('node:internal');
      const taking = await start('--take-over-topics');
      await until('every row is its own', async () => {
        const [row] = await mine.database.query<{ waiting: number; rows: number }>({
          text: `select (select count(*)::int from contract.outbox) as waiting,
            (select count(*)::int from contract.billing_completed_ride_v1) as rows`,
        });
        return row?.waiting === 0 && row.rows > 0;
      });
      await taking.dev.stop();
      const after = await start();
      expect(await answersUntil(after.readyz, 200)).toEqual({ status: 'ready' });
      await wait(1_000);
      expect(await answersUntil(after.readyz, 200)).toEqual({ status: 'ready' });
      await after.dev.stop();
      expect(after.dev.output()).not.toContain('TOPIC_TAKEN');
    } finally {
      await mine.drop();
    }
  }, 180_000);

  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])(
    'connects by TLS and logs in by %s',
    async (mechanism) => {
      const { code, stdout, stderr } = await run(secured(mechanism), 'migrate');
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Nothing to do.\n', stderr: '' });
    },
  );

  it('says what Kafka refuses: a wrong password, a certificate that nobody trusts, a broker that is not there', async () => {
    const wrong = await run(secured('PLAIN', { CONCORDAT_KAFKA_PASSWORD: 'secret-123' }), 'migrate');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('error (KAFKA_UNAVAILABLE): Kafka refused to log this process in');
    expect(wrong.stderr).not.toContain('secret-123');
    const untrusting = Object.entries(secured('PLAIN')).filter(([name]) => name !== 'CONCORDAT_KAFKA_SSL_CA');
    expect((await run(Object.fromEntries(untrusting), 'migrate')).stderr).toMatch(
      /KAFKA_UNAVAILABLE.*self.signed/s,
    );
    const away = await run(environment({ KAFKA_BROKERS: '127.0.0.1:1' }), 'migrate');
    expect(away.stderr).toContain('Kafka failed while looking at topics');
    expect(away.stderr).toContain('ECONNREFUSED 127.0.0.1:1');
  });

  it('names the options that may be the cause where listener and settings do not fit', async () => {
    const { CONCORDAT_KAFKA_SSL_CA: ca, ...login } = secured('PLAIN');
    const [plainToSecure, loginToPlain, tlsToPlain, untrusting] = await Promise.all([
      run(environment({ KAFKA_BROKERS: kafka.secureBrokers ?? '' }), 'migrate'),
      run(
        { ...login, KAFKA_BROKERS: kafka.brokers, CONCORDAT_KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' },
        'migrate',
      ),
      run(
        environment({ CONCORDAT_KAFKA_SECURITY_PROTOCOL: 'SSL', CONCORDAT_KAFKA_SSL_CA: ca ?? '' }),
        'migrate',
      ),
      run(login, 'migrate'),
    ]);
    expect(plainToSecure.stderr).toContain('--kafka-security-protocol');
    expect(plainToSecure.stderr).toContain(kafka.secureBrokers);
    expect(loginToPlain.stderr).toContain('--kafka-sasl-mechanism');
    expect(tlsToPlain.stderr).toContain('--kafka-security-protocol');
    expect(untrusting.stderr).toContain('--kafka-ssl-ca');
    expect(untrusting.stderr).not.toContain('brokers of KAFKA_BROKERS run');
  });

  it('says in the broker’s words why it makes no topic, and what to change', async () => {
    const admin = createTopicAdmin(plain);
    const topic = topicName('copies');
    const failed = admin.create({ topic, partitions: 1, replicationFactor: 3, config: {} });
    await expect(failed).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      message: expect.stringMatching(/replication factor.*INVALID_REPLICATION_FACTOR/i),
      fix: expect.stringContaining('--topic-replication'),
    });
    await admin.close();
  });

  it('lists settings that do not go together', async () => {
    const { code, stderr } = await run(
      environment({
        KAFKA_BROKERS: 'nowhere',
        CONCORDAT_KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
        CONCORDAT_KAFKA_SSL_CA: join(root, 'no-such.pem'),
      }),
      'pipeline',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('Give host:port of one broker or more');
    const sasl = await run(
      environment({
        CONCORDAT_KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
        CONCORDAT_KAFKA_SSL_CA: join(root, 'ca.pem'),
        CONCORDAT_KAFKA_USERNAME: 'me',
      }),
      'pipeline',
    );
    expect(sasl.stderr).toContain('CONCORDAT_KAFKA_SASL_MECHANISM (how to log in) is missing');
    expect(sasl.stderr).toContain('CONCORDAT_KAFKA_PASSWORD (with which password) is missing');
    expect(sasl.stderr).toContain('is of no use: the security protocol is SASL_PLAINTEXT, without TLS.');
  });
});
