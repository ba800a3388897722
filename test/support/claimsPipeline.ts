import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import type { Project } from '../../src/contract/model.ts';
import { deriveBatch } from '../../src/pipeline/derive/deriveBatch.ts';
import { ingestFiles } from '../../src/pipeline/ingest/ingestFiles.ts';
import { rebuild } from '../../src/pipeline/rebuild/rebuild.ts';
import type { RebuildProgress, RebuildResult } from '../../src/pipeline/rebuild/RebuildProgress.ts';
import { deriveMaskKeys } from '../../src/policy/masks/deriveMaskKeys.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { derivedProject } from './derivedProject.ts';
import { createEventFiles, eventLine } from './eventFiles.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** The platform's own migrations. */
export const migrationsDir = join(packageRoot(), 'migrations');
export const maskKeys = deriveMaskKeys('a secret of the tests, long enough');
/** The insurer's project, all of it derived. */
export const project = derivedProject();

/** Adds an event behind the last of its partition, as the consumer of a topic does. */
const appendText = `
  with place as (
    insert into raw.position as p (source, partition, next_offset)
    values ($2::jsonb ->> 'topic', $1, 1)
    on conflict (source, partition) do update set next_offset = p.next_offset + 1
    returning source, next_offset - 1 as "offset"
  )
  insert into raw.event (source, partition, "offset", key, value, payload, event_time)
  select source, $1, "offset", convert_to($2::jsonb ->> 'key', 'UTF8'), convert_to($2::jsonb ->> 'value', 'UTF8'),
    $2::jsonb -> 'value', to_timestamp(($2::jsonb ->> 'timestamp')::bigint / 1000)
  from place`;

const stateTexts = {
  claims: 'select * from claim_intake.claims order by claim_id',
  lineage: 'select * from claim_intake.claims__event order by claim_id, source, partition, "offset"',
  balances: 'select * from reconciliation.claim_balance order by claim_id',
  exceptions:
    'select kind, subject, detail, owner from reconciliation.exception where resolved_at is null order by kind, subject',
  reach: `select kind, subject, "column", value from reconciliation.exception_reach
    join reconciliation.exception on id = exception_id where resolved_at is null order by kind, subject, "column", value`,
  settled: `select (to_jsonb(s) - '_revision' - '_changed_at')::text as row from contract.settled_claim_v1 s order by claim_id`,
  masked: 'select contract, field, purpose, masked, key from contract.masked_value order by 1, 2, 3, 5',
  setAside: 'select subject, key, reason, owner, reached_by from contract.set_aside order by subject, key',
  parked: 'select product, source, partition, "offset", reason, owner from raw.parked order by 1, 2, 3, 4',
};

type Row = Record<string, unknown>;

/** A migrated database with the insurer's project, and what a test does with its pipeline. */
export interface ClaimsPipeline {
  readonly test: TestDatabase;
  /** Source events arrive: lines of a file of its own. */
  arrive(...lines: readonly (string | Buffer)[]): Promise<void>;
  /** Source events arrive in a partition of their topic, one after the other. */
  arriveIn(partition: number, ...lines: readonly string[]): Promise<void>;
  /** Derives what has arrived in a shard, batch by batch; returns how many batches it took. */
  deriveShard(shard: number, batchSize: number): Promise<number>;
  /** Everything that was derived and does not depend on when and in how many steps. */
  state(): Promise<Readonly<Record<string, unknown>>>;
  /** A rebuild in small batches. */
  derive(of?: Project, onProgress?: (progress: RebuildProgress) => void): Promise<RebuildResult>;
  rows(text: string): Promise<Row[]>;
  /** The serving table, and the changes of it in order. */
  serving(): Promise<Row[]>;
  changes(): Promise<Row[]>;
  close(): Promise<void>;
}

export async function createClaimsPipeline(of: Project = project): Promise<ClaimsPipeline> {
  const test = await createTestDatabase();
  const files = await createEventFiles();
  const { database } = test;
  await migrate(database, { migrationsDir, project: of });
  let fileNumber = 0;
  const rows = (text: string): Promise<Row[]> => database.query({ text });
  return {
    test,
    rows,
    async arrive(...lines) {
      fileNumber += 1;
      await ingestFiles(database, [await files.write(`events-${fileNumber}.ndjson`, lines)]);
    },
    async arriveIn(partition, ...lines) {
      for (const line of lines) {
        await database.execute({ text: appendText, values: [partition, line] });
      }
    },
    async deriveShard(shard, batchSize) {
      let batches = 0;
      while ((await deriveBatch(database, of, shard, { maskKeys, batchSize })) !== undefined) batches += 1;
      return batches;
    },
    async state() {
      const names = Object.keys(stateTexts);
      const read = await Promise.all(Object.values(stateTexts).map(rows));
      return Object.fromEntries(names.map((name, index) => [name, read[index]]));
    },
    derive: (changed = of, onProgress) =>
      rebuild(database, changed, {
        maskKeys,
        batchSize: 3,
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    serving: () =>
      rows(`select claim_id, paid_amount::text as paid, outcome, region, _revision as revision
        from contract.settled_claim_v1 order by claim_id`),
    changes: () =>
      rows(`select key, revision, after ->> 'paidAmount' as after, before ->> 'paidAmount' as before
        from contract.change order by id`),
    async close() {
      await files.remove();
      await test.drop();
    },
  };
}

export interface ClaimPayload {
  readonly claimId: string;
  readonly claimedAmount?: string;
  readonly paidAmount?: string;
  readonly office?: string;
  readonly town?: string;
  readonly settledAt?: string;
  readonly riskScore?: unknown;
}

/** A report about a claim, `time` days after the epoch. */
export function claimEvent(time: number, claim: ClaimPayload): string {
  return eventLine(
    'intake.claims',
    claim.claimId,
    time * 86_400_000,
    JSON.stringify({ currency: 'EUR', ...claim }),
  );
}

/** A report that a claim of 10.00 was settled. */
export function settledEvent(
  time: number,
  claimId: string,
  paidAmount: string,
  more: Partial<ClaimPayload> = {},
): string {
  const settled = { claimedAmount: '10.00', office: 'Uppsala', settledAt: '2026-01-02T03:04:05Z' };
  return claimEvent(time, { claimId, paidAmount, ...settled, ...more });
}
