import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { observePipeline, type ObservedPipeline } from '../../../../src/cli/pipeline/observePipeline.ts';
import { runPipeline } from '../../../../src/pipeline/run/runPipeline.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';
import { createRegistry } from '../../../../src/server/metrics/createRegistry.ts';
import { measureStatements } from '../../../../src/server/metrics/measureStatements.ts';
import { createDatabase } from '../../../../src/storage/createDatabase.ts';
import type { Database } from '../../../../src/storage/Database.ts';
import {
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { scrape, type Samples } from '../../../support/scrape.ts';

let pipeline: ClaimsPipeline;
let database: Database;
let observed: ObservedPipeline;
let address: string;
let controller: AbortController;
let running: Promise<void>;

function observe(connectionString: string): Promise<string> {
  const registry = createRegistry();
  database = createDatabase({
    connectionString,
    connectTimeoutMs: 1_000,
    onStatement: measureStatements(registry),
  });
  observed = observePipeline({
    ...{ project, database, registry, logger: createLogger({ level: 'silent' }) },
    leaseMs: 900,
    isClosing: () => controller.signal.aborted,
  });
  return observed.listen({ port: 0, host: '127.0.0.1' });
}

function run(): void {
  running = runPipeline({
    ...{ database, project, maskKeys, observer: observed.observer },
    ...{ signal: controller.signal, leaseMs: 900 },
  });
}

/** Scrapes until a sample has a value. */
async function scrapeUntil(sample: string, value: number): Promise<Samples> {
  for (let tries = 0; tries < 100; tries += 1) {
    const samples = await scrape(address);
    if (samples.get(sample) === value) return samples;
    await wait(100);
  }
  throw new Error(`${sample} was never ${value}: ${String((await scrape(address)).get(sample))}`);
}

async function readyUntil(status: number): Promise<Readonly<Record<string, unknown>>> {
  for (let tries = 0; tries < 200; tries += 1) {
    const response = await fetch(`${address}/readyz`);
    if (response.status === status) return (await response.json()) as Readonly<Record<string, unknown>>;
    await wait(50);
  }
  throw new Error(`/readyz never answered ${status}.`);
}

beforeEach(async () => {
  pipeline = await createClaimsPipeline();
  controller = new AbortController();
  running = Promise.resolve();
  address = await observe(pipeline.test.connectionString);
});
afterEach(async () => {
  controller.abort();
  await running;
  await observed.close();
  await database.close();
  await pipeline.close();
});

describe('a process of the pipeline', () => {
  it('tells by /metrics what it did and how things stand', async () => {
    await pipeline.derive();
    await pipeline.arriveIn(
      3,
      settledEvent(1, 'a', '12.50'),
      settledEvent(2, 'a', '9.00'),
      settledEvent(1, 'b', '11'),
    );
    await pipeline.arriveIn(3, settledEvent(1, 'c', 'none'));
    const waiting = await scrape(address);
    expect(waiting.get('concordat_lag_events{stage="derive",source="intake.claims",shard="3"}')).toBe(4);
    expect(
      waiting.get('concordat_lag_seconds{stage="derive",source="intake.claims",shard="3"}'),
    ).toBeGreaterThan(0);
    expect(waiting.get('concordat_contract_freshness_seconds{contract="settled_claim@1"}')).toBeGreaterThan(
      0,
    );
    run();
    const samples = await scrapeUntil('concordat_product_inputs_total{product="claim_intake"}', 4);
    expect(samples.get('concordat_product_applied_total{product="claim_intake"}')).toBe(3);
    expect(samples.get('concordat_product_parked_total{product="claim_intake"}')).toBe(1);
    const done = await scrapeUntil(
      'concordat_lag_events{stage="derive",source="intake.claims",shard="3"}',
      0,
    );
    expect(done.get('concordat_parked_events{product="claim_intake",source="intake.claims"}')).toBe(1);
    const exception = '{reconciliation="claim_balance",kind="PAID_TOO_MUCH",owner="claims-data"}';
    expect(done.get(`concordat_exceptions_open${exception}`)).toBe(1);
    expect(done.get(`concordat_exceptions_overdue${exception}`)).toBe(0);
    expect(done.get('concordat_contract_changes_total{contract="settled_claim@1",kind="insert"}')).toBe(2);
    expect(done.get('concordat_contract_freshness_limit_seconds{contract="settled_claim@1"}')).toBe(86_400);
    expect(done.get('concordat_batch_duration_seconds_count{worker="deriver"}')).toBeGreaterThan(0);
    expect(done.get('concordat_worker_failing{worker="deriver"}')).toBe(0);
    for (const reading of ['lag', 'freshness', 'exceptions', 'set aside', 'outbox', 'raw']) {
      expect(done.get(`concordat_reading_up{reading="${reading}"}`)).toBe(1);
    }
    expect(done.get('db_client_connection_limit')).toBe(10);
    expect(done.get('process_start_time_seconds')).toBeGreaterThan(0);
  });

  it('counts the rows that are set aside', async () => {
    const sample = (subject: string) => `concordat_rows_set_aside{subject="${subject}",owner="claims-data"}`;
    expect((await scrape(address)).get(sample('contract settled_claim@1'))).toBe(0);
    await pipeline.test.database.execute({
      text: `insert into contract.set_aside (subject, key_digest, key, reason, owner, reached_by)
        select 'contract settled_claim@1', sha256(convert_to(n::text, 'UTF8')), to_jsonb(array[n]), 'reason ' || n, 'claims-data', '{}'
        from generate_series(1, 3) n`,
    });
    const samples = await scrapeUntil(sample('contract settled_claim@1'), 3);
    expect(samples.get(sample('reconciliation claim_balance'))).toBe(0);
  });

  it('is ready when its workers have begun, not while all of a worker’s work fails, and again by itself', async () => {
    expect(await readyUntil(503)).toEqual({ status: 'starting' });
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.00'));
    run();
    expect(await readyUntil(200)).toEqual({ status: 'ready' });
    await pipeline.test.database.execute({ text: 'alter table contract.outbox rename to elsewhere' });
    await pipeline.arriveIn(0, settledEvent(2, 'a', '8.00'));
    expect(await readyUntil(503)).toMatchObject({
      status: expect.stringMatching(/^failing: /),
      workers: expect.arrayContaining([
        {
          worker: 'publisher',
          code: 'INTERNAL_SERVER_ERROR',
          sqlState: '42P01',
          seconds: expect.any(Number),
        },
      ]),
    });
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    const samples = await scrapeUntil('concordat_worker_failing{worker="deriver"}', 1);
    expect(samples.get('concordat_reading_up{reading="outbox"}')).toBe(0);
    expect(samples.get('concordat_reading_up{reading="lag"}')).toBe(1);
    await pipeline.test.database.execute({ text: 'alter table contract.elsewhere rename to outbox' });
    expect(await readyUntil(200)).toEqual({ status: 'ready' });
  });

  it('tells of a shard that is stuck while the others get on, until it succeeds, and of no shard that it gave away', async () => {
    const stuck = 'concordat_work_failing{worker="deriver",work="shard:3"}';
    const well = 'concordat_work_failing{worker="deriver",work="shard:0"}';
    await pipeline.test.database.execute({
      text: `alter table contract.settled_claim_v1 add constraint no_bad check (claim_id <> 'bad')`,
    });
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.00'));
    await pipeline.arriveIn(3, settledEvent(1, 'bad', '9.00'));
    run();
    const samples = await scrapeUntil(stuck, 1);
    expect(samples.get(well)).toBe(0);
    expect(samples.get('concordat_work_failing{worker="deriver",work="share"}')).toBe(0);
    expect(samples.get('concordat_worker_failing{worker="deriver"}')).toBe(0);
    expect(samples.get('concordat_work_failing{worker="publisher",work="publish:settled_claim@1"}')).toBe(0);
    expect(await readyUntil(200)).toEqual({ status: 'ready' });
    await pipeline.test.database.execute({
      text: `update pipeline.lease set holder = 'another', expires_at = 'infinity' where name = 'shard:3'`,
    });
    for (let given = await scrape(address); given.has(stuck); given = await scrape(address)) await wait(50);
    expect((await scrape(address)).get(well)).toBe(0);
    await pipeline.test.database.execute({
      text: `update pipeline.lease set expires_at = now() where name = 'shard:3'`,
    });
    await scrapeUntil(stuck, 1);
    await pipeline.test.database.execute({
      text: 'alter table contract.settled_claim_v1 drop constraint no_bad',
    });
    await scrapeUntil(stuck, 0);
  });

  it('is not ready on a read-only database (fault 19)', async () => {
    const [row] = await pipeline.test.database.query<{ name: string }>({
      text: 'select current_database() as name',
    });
    await pipeline.test.database.execute({
      text: `alter database ${row?.name ?? ''} set default_transaction_read_only = on`,
    });
    await observed.close();
    await database.close();
    address = await observe(pipeline.test.connectionString);
    run();
    expect(await readyUntil(503)).toEqual({ status: 'database is read-only' });
    expect((await fetch(`${address}/livez`)).status).toBe(200);
  });

  it('answers at once what it knows while its database is away, and says that it is', async () => {
    await observed.close();
    await database.close();
    address = await observe('postgres://nobody:password@127.0.0.1:1/nothing');
    const startedAt = performance.now();
    const samples = await scrape(address);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(samples.get('concordat_reading_up{reading="lag"}')).toBe(0);
    expect([...samples.keys()].filter((name) => name.startsWith('concordat_lag'))).toEqual([]);
    expect(samples.get('concordat_product_inputs_total{product="claim_intake"}')).toBe(0);
    expect((await fetch(`${address}/readyz`)).status).toBe(503);
    expect((await fetch(`${address}/livez`)).status).toBe(200);
  });

  it('reads the database once however many scrape, and waits for no reading that hangs', async () => {
    await pipeline.test.database.transaction(async (transaction) => {
      await transaction.script('lock table raw.position in access exclusive mode');
      const startedAt = performance.now();
      const scrapes = await Promise.all(Array.from({ length: 20 }, () => scrape(address)));
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      for (const samples of scrapes) {
        expect(samples.get('concordat_reading_up{reading="lag"}')).toBe(0);
        expect(samples.get('db_client_connection_count{db_client_connection_state="used"}')).toBeLessThan(3);
      }
    });
    await scrapeUntil('concordat_reading_up{reading="lag"}', 1);
  });

  it('is closing once it was told to stop, and alive', async () => {
    controller.abort();
    expect(await readyUntil(503)).toEqual({ status: 'closing' });
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    expect((await fetch(`${address}/graphql`)).status).toBe(404);
  });
});
