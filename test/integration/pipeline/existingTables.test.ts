import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { createTopicAdmin } from '../../../src/feed/kafka/createTopicAdmin.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../../src/feed/kafka/createTopicWriter.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { runPipeline } from '../../../src/pipeline/run/runPipeline.ts';
import { makeTopics } from '../../../src/pipeline/topics/makeTopics.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { migrationsDir } from '../../support/claimsPipeline.ts';
import { clinicMaskKeys, startGateway, type ClinicGateway } from '../../support/clinicGateway.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../support/kafka.ts';
import { fixturePaths, projectFixture } from '../../support/projectFixture.ts';
import { readTopic } from '../../support/readTopic.ts';
import { silentObserver } from '../../support/silentObserver.ts';

const names = {
  source: topicName('intake.claims'),
  derived: topicName('contract.settled_claim'),
  debezium: topicName('archive.dossiers'),
  json: topicName('garage.estimates'),
};

const estimate = `"What a garage asks for the repair; filled by the garages' own pipeline."
type RepairEstimate
  @contract(domain: "claims", owner: "garages", tier: DOMAIN, settlement: PROVISIONAL, purposes: [FRAUD_REVIEW])
  @key(fields: "claimId")
  @sla(freshness: "PT1M")
  @serving(table: "garage.estimates", topic: "${names.json}", format: JSON, asOf: "loaded_at") {
  "Identifies the case from the first call to the last payment."
  claimId: ID! @classified(as: INTERNAL)
  "Who gave the estimate."
  mechanicEmail: String @classified(as: PERSONAL) @mask(strategy: EMAIL)
}
`;

/** The insurer's project with topics of this test's own, and a second existing table. */
function project() {
  const files = new Map(projectFixture({ 'schema/contracts/repair_estimate/v1.graphql': estimate }));
  const edit = (path: string, from: string, to: string): void => {
    const text = files.get(path) ?? '';
    if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}.`);
    files.set(path, text.replace(from, to));
  };
  edit(fixturePaths.product, 'topic: "intake.claims"', `topic: "${names.source}"`);
  edit(fixturePaths.claimDossier, 'topic: "archive.dossiers"', `topic: "${names.debezium}"`);
  edit(fixturePaths.settledClaim, '@key(', `@serving(topic: "${names.derived}") @key(`);
  edit(
    fixturePaths.consumers,
    '      - contract: claim_dossier@1',
    `      - { contract: repair_estimate@1, purposes: [FRAUD_REVIEW], regions: ALL, until: 2028-12-31, acceptsProvisional: true }
      - contract: claim_dossier@1`,
  );
  return assertProject(files);
}

const existing = `
  create schema archive;
  create table archive.dossiers (claim_id text primary key, notes text[], loaded_at timestamptz not null);
  insert into archive.dossiers values ('c1', '{called,paid}', '2026-01-05Z');
  create schema garage;
  create table garage.estimates (claim_id text primary key, mechanic_email text, loaded_at timestamptz not null);
  insert into garage.estimates values ('c1', 'mia@garage.example', '2026-01-06Z')`;

const dossierRecord = {
  key: '{"claim_id":"c1"}',
  value:
    '{"schema":{},"payload":{"op":"c","before":null,"after":{"claim_id":"c1","notes":["called","paid"]}}}',
};
const estimateRecord = { key: 'c1', value: '{"claimId":"c1","mechanicEmail":"mia@garage.example"}' };

describe("a team's own serving table and topic", () => {
  const declared = project();
  const stopping = new AbortController();
  let settings: KafkaSettings;
  let topics: TestTopics;
  let served: ClinicGateway;
  let running: Promise<void>;
  const reader = () => createTopicReader(settings);

  beforeAll(async () => {
    settings = await testKafka();
    topics = await testTopics(settings);
    for (const topic of [names.source, names.debezium, names.json]) await topics.create(topic, 2);
    await topics.send(names.debezium, [dossierRecord]);
    await topics.send(names.json, [estimateRecord]);
    served = await startGateway(declared, async (database) => {
      await database.transaction((transaction) => transaction.script(existing));
      await migrate(database, { migrationsDir, project: declared });
      await rebuild(database, declared, { maskKeys: clinicMaskKeys });
    });
    const admin = createTopicAdmin(settings);
    const { missing } = await makeTopics(admin, declared);
    await admin.close();
    expect(missing.map(({ topic }) => topic)).toEqual([names.derived]);
    running = runPipeline({
      ...{ database: served.database, project: declared, maskKeys: clinicMaskKeys, signal: stopping.signal },
      topics: { reader: reader(), createWriter: (topic) => createTopicWriter(settings, topic) },
      observer: silentObserver,
    });
    const payload = {
      ...{ claimId: 'c1', claimedAmount: '10', paidAmount: '10', currency: 'EUR' },
      ...{ office: 'Uppsala', settledAt: '2026-01-02T03:04:05Z' },
    };
    await topics.send(names.source, [{ key: 'c1', value: JSON.stringify(payload) }]);
    for (let tries = 0; tries < 400; tries += 1) {
      const [done] = await served.database.query<{ n: number }>({
        text: `select count(*)::int as n from contract.settled_claim_v1
          where not exists (select from contract.outbox)`,
      });
      if (done?.n === 1) break;
      await wait(25);
    }
  }, 240_000);
  afterAll(async () => {
    stopping.abort();
    await running;
    await served.close();
    await topics.close();
  });

  it('are served beside what the pipeline derives, masked and linked by the same rules', async () => {
    const { errors, data } = await served.ask({
      as: { consumer: 'fraud-desk', purposes: ['FRAUD_REVIEW'] },
      query: `{ settledClaimV1(claimId: "c1") { claimId dossier { claimId notes _meta { settlement } } }
        repairEstimateV1(claimId: "c1") { claimId mechanicEmail } }`,
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      settledClaimV1: {
        claimId: 'c1',
        dossier: { claimId: 'c1', notes: null, _meta: { settlement: 'PROVISIONAL' } },
      },
      repairEstimateV1: { claimId: 'c1', mechanicEmail: 'm***@garage.example' },
    });
  });

  it('are left alone by the pipeline: no row, no record and no position of theirs is written', async () => {
    const tables = await served.database.query({
      text: `select (select json_agg(d) from archive.dossiers d)::text as dossiers, (select json_agg(e) from garage.estimates e)::text as estimates`,
    });
    expect(tables).toEqual([
      {
        dossiers: expect.stringMatching(
          /^\[\{"claim_id":"c1","notes":\["called","paid"\],"loaded_at":"2026-01-05[^}]*\}\]$/,
        ),
        estimates: expect.stringMatching(
          /^\[\{"claim_id":"c1","mechanic_email":"mia@garage.example",[^}]*\}\]$/,
        ),
      },
    ]);
    const own = ['claim_dossier@1', 'repair_estimate@1'];
    for (const table of [
      'contract.change',
      'contract.outbox',
      'contract.publication',
      'contract.masked_value',
    ]) {
      const found = await served.database.query({
        text: `select from ${table} where contract = any($1)`,
        values: [own],
      });
      expect({ table, rows: found.length }).toEqual({ table, rows: 0 });
    }
    expect(
      await served.database.query({
        text: `select from raw.event where source <> $1`,
        values: [names.source],
      }),
    ).toEqual([]);
    const open = reader();
    const onDebezium = await readTopic(open, names.debezium);
    const onJson = await readTopic(open, names.json);
    const onDerived = await readTopic(open, names.derived);
    await open.close();
    expect(onDebezium.map(({ key, value }) => ({ key, value }))).toEqual([dossierRecord]);
    expect(onJson.map(({ key, value }) => ({ key, value }))).toEqual([estimateRecord]);
    expect(onDerived.map(({ key }) => key)).toEqual(['{"claimId":"c1"}']);
  });

  it('stay as they are through a rebuild', async () => {
    const before = await served.database.query({ text: 'select xmin::text, * from archive.dossiers' });
    await rebuild(served.database, declared, { maskKeys: clinicMaskKeys });
    expect(await served.database.query({ text: 'select xmin::text, * from archive.dossiers' })).toEqual(
      before,
    );
  });
});
