import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { contractFreshness } from '../../../resolvers/context/contractFreshness.ts';
import type { Project } from '../../../src/contract/model.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import { recordLooks } from '../../../src/pipeline/ingest/topics/recordLooks.ts';
import { runIngester } from '../../../src/pipeline/ingest/topics/runIngester.ts';
import { readContractStates } from '../../../src/pipeline/rebuild/readContractStates.ts';
import { createRegistry } from '../../../src/server/metrics/createRegistry.ts';
import { freshnessReading } from '../../../src/server/metrics/readings/freshnessReading.ts';
import { createClaimsPipeline, settledEvent, type ClaimsPipeline } from '../../support/claimsPipeline.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../support/kafka.ts';
import { projectReading } from '../../support/projectReading.ts';
import { settledRecord } from '../../support/topicPipeline.ts';
import { until } from '../../support/until.ts';

let settings: KafkaSettings;
let topics: TestTopics;
let topic: string;
let project: Project;
let claims: ClaimsPipeline;
let failures: string[];
let stops: (() => Promise<void>)[];

beforeAll(async () => {
  settings = await testKafka();
  topics = await testTopics(settings);
}, 240_000);
afterAll(() => topics.close());
beforeEach(async () => {
  topic = topicName('claims');
  project = projectReading(topic);
  claims = await createClaimsPipeline(project);
  failures = [];
  stops = [];
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await claims.close();
});

function ingest(of: KafkaSettings = settings): () => Promise<void> {
  const reader = createTopicReader(of);
  const abort = new AbortController();
  const done = runIngester({
    ...{ database: claims.test.database, project, reader, signal: abort.signal },
    ...{ holder: `test-${Math.random()}`, leaseMs: 1_500, pollMs: 20 },
    onFailure: (error) => failures.push(error instanceof Error ? error.message : String(error)),
  });
  const stop = async (): Promise<void> => {
    abort.abort();
    await done;
    await reader.close();
  };
  stops.push(stop);
  return stop;
}

async function create(partitions = 1): Promise<void> {
  // The claims are of long ago.
  await topics.create(topic, partitions, { 'retention.ms': '-1' });
}

const contractId = 'settled_claim@1';

/** As of when the contract's rows are, told at a time. */
async function asOf(now = new Date()): Promise<string | null> {
  const states = await readContractStates(claims.test.database, project, project.contracts, now);
  return states.get(contractId)?.asOf ?? null;
}

async function databaseTime(): Promise<string> {
  const [row] = await claims.rows('select clock_timestamp() as at');
  return String(row?.['at']);
}

/** Waits until everything is known up to a time after this call. */
async function becomesFresh(): Promise<void> {
  const since = await databaseTime();
  await until('it is fresh', async () => ((await asOf()) ?? '') > since, {
    explain: () => failures.join(' | '),
  });
}

async function holds(events: number): Promise<void> {
  await until(
    `raw has ${events} events`,
    async () => (await claims.rows('select from raw.event')).length >= events,
    {
      explain: () => failures.join(' | '),
    },
  );
}

function later(hours: number): Date {
  return new Date(Date.now() + hours * 3_600_000);
}

describe('freshness of what comes from topics', () => {
  it('stands still when nobody looks any more, in answers and metrics, and comes back', async () => {
    await create(2);
    await topics.send(topic, [settledRecord('a')]);
    const stop = ingest();
    await holds(1);
    await claims.derive();
    await becomesFresh();
    await stop();

    const last = await asOf();
    expect(await asOf(later(48))).toBe(last);
    const contract = project.contracts.find(({ id }) => id === contractId);
    if (contract === undefined) throw new Error('no contract');
    const told = await contractFreshness(
      { states: { asOf: () => asOf(later(48)) }, now: () => later(48) },
      contract,
    );
    expect(told).toMatchObject({ asOf: last, slaMet: false });
    expect(told.freshnessSeconds).toBeGreaterThan(47 * 3_600);
    const registry = createRegistry();
    const gauge = async (): Promise<number> => {
      (await freshnessReading(registry, () => project).read(claims.test.database))();
      const line = (await registry.metrics())
        .split('\n')
        .find((text) => text.startsWith(`concordat_contract_freshness_seconds{contract="${contractId}"}`));
      registry.clear();
      return Number(line?.split(' ')[1]);
    };
    const before = await gauge();
    await wait(1_200);
    expect((await gauge()) - before).toBeGreaterThan(1);

    ingest();
    await becomesFresh();
    expect(
      (await contractFreshness({ states: { asOf: () => asOf() }, now: () => new Date() }, contract)).slaMet,
    ).toBe(true);
  });

  it('is of before an event came onto the topic until that is derived, not only taken', async () => {
    await create();
    ingest();
    await claims.derive();
    await becomesFresh();
    await topics.send(topic, [settledRecord('a')]);
    await holds(1);
    const taken = await databaseTime();
    // An event may have been on the topic for long before it was taken; when it was taken says nothing.
    await claims.test.database.execute({
      text: `update raw.event set received_at = received_at + interval '1 day'`,
    });
    await wait(2_500);
    const then = (await asOf()) ?? '';
    expect(then).not.toBe('');
    expect(then < taken).toBe(true);
    await claims.derive();
    await becomesFresh();
  });

  it('is not known while Kafka was never reached, nor while what it had at first is not yet read', async () => {
    await claims.derive();
    expect(await asOf()).not.toBeNull();
    ingest({ brokers: ['127.0.0.1:1'] });
    await until('nothing is known', async () => (await asOf()) === null);
    // Some of it has come, and nobody has seen how much there is.
    await claims.test.database.execute({
      text: `with position as (insert into raw.position values ($1, 0, 1))
        insert into raw.event (source, partition, "offset", received_at) values ($1, 0, 0, '2026-01-01Z')`,
      values: [topic],
    });
    await claims.derive();
    expect(await asOf()).toBeNull();
  });

  it('is known of a topic that does not exist yet, and of partitions that are added', async () => {
    await claims.derive();
    ingest();
    await becomesFresh();
    await create(1);
    await becomesFresh();
    await topics.addPartitions(topic, 3);
    await until(
      'all partitions are looked at',
      async () => (await claims.rows('select from raw.look where looked_at is not null')).length === 3,
    );
    await becomesFresh();
    // Made anew with fewer partitions before it brought anything.
    await topics.remove(topic);
    await create(1);
    await until('one is left', async () => (await claims.rows('select from raw.look')).length === 1);
    await becomesFresh();
  });

  it('stands still where the topic is not the one that raw holds', async () => {
    await create();
    await topics.send(topic, [settledRecord('a'), settledRecord('b')]);
    const stop = ingest();
    await holds(2);
    await claims.derive();
    await becomesFresh();
    await stop();
    await topics.remove(topic);
    await create();
    ingest();
    await until('it is noticed', () =>
      failures.some((failure) => failure.includes('is not the one that raw holds')),
    );
    const then = await databaseTime();
    await wait(2_500);
    expect(((await asOf()) ?? '') < then).toBe(true);
  });

  it('is not asked of files', async () => {
    await claims.derive();
    await claims.arrive(settledEvent(1, 'a', '1'));
    const now = new Date('2030-01-01T00:00:00Z');
    await claims.derive();
    expect(await asOf(now)).toBe(now.toISOString());
  });

  it('gets on with a topic that always has more, as soon as what it had at a look is derived', async () => {
    const { database } = claims.test;
    await claims.arriveIn(0, settledEvent(1, 'a', '1').replace('intake.claims', topic));
    const looks = [
      { source: topic, at: '2026-01-01T00:00:01.000Z', end: 1n },
      { source: topic, at: '2026-01-01T00:00:02.000Z', end: 2n },
    ];
    expect(await recordLooks(database, 0, looks)).toEqual(new Map());
    await claims.derive();
    expect(await recordLooks(database, 0, looks)).toEqual(new Map([[topic, '2026-01-01T00:00:01.000Z']]));
    // One that comes late, from a process that was frozen, turns nothing back.
    const late = [{ source: topic, at: '2025-01-01T00:00:00.000Z', end: 0n }];
    expect(await recordLooks(database, 0, late)).toEqual(new Map([[topic, '2026-01-01T00:00:01.000Z']]));
  });
});
