import type { Client } from 'graphql-ws';
import { Registry } from 'prom-client';
import { assertProject } from '../../../src/contract/assertProject.ts';
import type { Project } from '../../../src/contract/model.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import { createGateway } from '../../../src/server/createGateway.ts';
import type { GatewayOptions } from '../../../src/server/Gateway.ts';
import { createLiveSource } from '../../../src/server/live/createLiveSource.ts';
import { createGatewayMetrics } from '../../../src/server/metrics/createGatewayMetrics.ts';
import { createLogger } from '../../../src/server/logging/createLogger.ts';
import type { Database } from '../../../src/storage/Database.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { migrationsDir } from '../claimsPipeline.ts';
import { clinicMaskKeys, clinicNow, tokenFor, type Person } from '../clinicGateway.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../kafka.ts';
import { createTestDatabase } from '../postgres.ts';
import { projectFixture } from '../projectFixture.ts';
import { parseScrape, type Samples } from '../scrape.ts';
import { createSocketClient, follow, type Follower } from './follow.ts';
import { developmentAuthenticator } from '../developmentAuthenticator.ts';

/** Sees all regions. */
export const everywhere: Person = { consumer: 'garage-desk', purposes: ['FRAUD_REVIEW'] };
/** Sees the north only. */
export const north: Person = { consumer: 'north-desk', purposes: ['FRAUD_REVIEW'] };

const head = '@sla(freshness: "PT1M")';
const contract =
  '@contract(domain: "claims", owner: "garages", tier: DOMAIN, settlement: PROVISIONAL, purposes: [FRAUD_REVIEW])';

function estimates(topic: string): string {
  return `"What a garage asks for a repair; filled by the garages' own pipeline."
type RepairEstimate ${contract} @key(fields: "estimateId") ${head} @residency(by: "region")
  @serving(table: "garage.estimates", topic: "${topic}", format: DEBEZIUM, asOf: "loaded_at") {
  "Given by the garage."
  estimateId: Int! @classified(as: INTERNAL) @filterable
  "The part of the market that bears it."
  region: Region @classified(as: PUBLIC) @filterable
  "What the garage asks for."
  askedAmount: Decimal @classified(as: INTERNAL) @filterable
  "How far it is."
  repairStatus: String! @classified(as: INTERNAL) @filterable
  "When the garage looked at the car."
  seenAt: DateTime @classified(as: INTERNAL) @filterable
  "When it was made."
  madeOn: Date @classified(as: INTERNAL) @filterable
  "Who makes it."
  garageName: String @classified(as: INTERNAL) @filterable @sortable
  "How many parts are to be bought."
  partCount: Int @classified(as: INTERNAL) @filterable
  "What each of the parts costs."
  partPrices: [Decimal!] @classified(as: INTERNAL)
  "Who gave it."
  mechanicEmail: String @classified(as: PERSONAL) @mask(strategy: EMAIL)
  "What is to be done."
  work: JSON @classified(as: INTERNAL)
}
`;
}

function offers(topic: string): string {
  return `"What a part costs; filled by the dealers' own pipeline."
type PartOffer ${contract} @key(fields: "partId") ${head} @residency(in: NORTH)
  @serving(table: "garage.offers", topic: "${topic}", format: JSON, asOf: "loaded_at") {
  "The maker's number of the part."
  partId: ID! @classified(as: INTERNAL) @filterable
  "What the dealer asks for."
  price: Decimal @classified(as: INTERNAL) @filterable
  "Who sells it."
  dealerEmail: String @classified(as: PERSONAL) @mask(strategy: EMAIL)
}
`;
}

const consumers = `consumers:
${[everywhere, north]
  .map(({ consumer }) => {
    const regions = consumer === 'north-desk' ? '[NORTH]' : 'ALL';
    const agreement = (name: string): string =>
      `      - { contract: ${name}, purposes: [FRAUD_REVIEW], regions: ${regions}, until: 2028-12-31, acceptsProvisional: true }`;
    return `  ${consumer}:
    team: garages
    class: EXPLORATORY
    description: Follows what garages and dealers say.
    agreements:
${agreement('repair_estimate@1')}
${agreement('part_offer@1')}`;
  })
  .join('\n')}
`;

const tables = `
  create schema garage;
  create table garage.estimates (
    estimate_id integer primary key, region text collate "C", asked_amount numeric, repair_status text collate "C" not null default 'OPEN',
    seen_at timestamptz, made_on date, mechanic_email text collate "C", work jsonb,
    garage_name varchar(40) collate "en-x-icu", part_count smallint, part_prices numeric[], loaded_at timestamptz not null default now()
  );
  create table garage.offers (
    part_id text collate "C" primary key, price numeric, dealer_email text collate "C", loaded_at timestamptz not null default now()
  )`;

export interface LiveTables {
  readonly url: string;
  readonly project: Project;
  readonly database: Database;
  readonly topics: TestTopics;
  /** The topic of `repair_estimate@1`, in Debezium's form. */
  readonly estimates: string;
  /** The topic of `part_offer@1`, in plain JSON. */
  readonly offers: string;
  /** Follows as somebody, and waits until it does. */
  readonly follow: (
    person: Person,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<Follower>;
  readonly logText: () => string;
  /** What the gateway measures now. */
  readonly samples: () => Promise<Samples>;
  readonly close: () => Promise<void>;
}

/**
 * A gateway of two contracts that other pipelines fill, with their topics on Kafka, of one partition each. Nothing is between tables
 * and topics: tests write both.
 */
export async function startLiveTables(options: Partial<GatewayOptions> = {}): Promise<LiveTables> {
  const names = { estimates: topicName('garage.estimates'), offers: topicName('garage.offers') };
  const project = assertProject(
    projectFixture({
      'schema/contracts/repair_estimate/v1.graphql': estimates(names.estimates),
      'schema/contracts/part_offer/v1.graphql': offers(names.offers),
      'schema/consumers.yaml': consumers,
    }),
  );
  const settings = await testKafka();
  const topics = await testTopics(settings);
  for (const topic of Object.values(names)) await topics.create(topic);
  const test = await createTestDatabase();
  const { database } = test;
  await database.transaction((transaction) => transaction.script(tables));
  await database.transaction((transaction) =>
    transaction.script(
      `create schema if not exists archive; create table archive.dossiers (claim_id text collate "C" primary key, notes text[], loaded_at timestamptz not null)`,
    ),
  );
  await migrate(database, { migrationsDir, project });
  const live = createLiveSource({ database, createReader: () => createTopicReader(settings) });
  const lines: string[] = [];
  const registry = new Registry();
  const gateway = createGateway({
    ...{ project, database, maskKeys: clinicMaskKeys, cursorKey: 'a cursor key of the tests' },
    authenticator: developmentAuthenticator(() => clinicNow),
    logger: createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }),
    now: () => clinicNow,
    live,
    metrics: createGatewayMetrics(registry, project),
    ...options,
  });
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' });
  const clients: Client[] = [];
  return {
    ...{ url, project, database, topics, ...names },
    async follow(person, query, variables) {
      const client = createSocketClient(url, await tokenFor(person));
      clients.push(client);
      return follow(client, query, variables);
    },
    logText: () => lines.join(''),
    samples: async () => parseScrape(await registry.metrics()),
    async close() {
      for (const client of clients) await client.dispose();
      await gateway.close({ deadlineMs: 1_000 });
      await live.close();
      await topics.close();
      await test.drop();
    },
  };
}
