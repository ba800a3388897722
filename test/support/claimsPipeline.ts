import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import type { Project } from '../../src/contract/model.ts';
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

type Row = Record<string, unknown>;

/** A migrated database with the insurer's project, and what a test does with its pipeline. */
export interface ClaimsPipeline {
  readonly test: TestDatabase;
  /** Source events arrive: lines of a file of its own. */
  arrive(...lines: readonly (string | Buffer)[]): Promise<void>;
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
