import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { computeOffices, type Report } from '../../plain/offices/computeOffices.ts';
import { maskKeys, migrationsDir } from '../../support/claimsPipeline.ts';
import { officesProject } from '../../support/offices/officesProject.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { changeDifferences } from '../invariants/changeDifferences.ts';
import { countDifferences } from '../invariants/countDifferences.ts';
import { exceptionDifferences } from '../invariants/exceptionDifferences.ts';
import { officesDifferences } from '../invariants/officesDifferences.ts';
import { scaled, seed } from '../scale.ts';
import { Death, dyingDatabase } from './dyingDatabase.ts';
import { officeHistory, shardOf, shards, type Arrival, type Step } from './officeHistory.ts';

const project = assertProject(officesProject());
const topic = 'intake.claims';
const allShards = Array.from({ length: shards }, (_, shard) => shard);

const clearText = `truncate raw.event, raw.position, raw.parked, pipeline.position, claim_intake.claims,
  claim_intake.claims__event, reconciliation.claim_balance, reconciliation.office_total, contract.settled_claim_v1,
  contract.office_spending_v1, contract.change, contract.outbox, contract.masked_value, reconciliation.exception cascade`;

const arriveText = `
  with place as (
    insert into raw.position as p (source, partition, next_offset) values ($1, $2, 1)
    on conflict (source, partition) do update set next_offset = p.next_offset + 1
    returning next_offset - 1 as "offset"
  )
  insert into raw.event (source, partition, "offset", key, value, payload, event_time)
  select $1, $2, "offset", convert_to($3, 'UTF8'), $4::bytea, raw.event_payload($4::bytea), to_timestamp($5::bigint / 1000)
  from place`;

describe('any history of the offices', () => {
  let test: TestDatabase;
  let reports: Report[];
  beforeAll(async () => {
    test = await createTestDatabase();
    await migrate(test.database, { migrationsDir, project });
  });
  afterAll(() => test.drop());
  beforeEach(() => {
    reports = [];
  });

  async function arrive({ key, time, value, report }: Arrival): Promise<void> {
    await test.database.execute({ text: arriveText, values: [topic, shardOf(key), key, value, time] });
    if (report !== undefined) reports.push(report);
  }

  async function deriveToEnd(shard: number, batchSize: number): Promise<void> {
    while ((await deriveBatch(test.database, project, shard, { maskKeys, batchSize })) !== undefined);
  }

  async function take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'ARRIVE':
        for (const one of step.arrivals) await arrive(one);
        return;
      case 'DERIVE':
        await deriveBatch(test.database, project, step.shard, { maskKeys, batchSize: step.batchSize });
        return;
      case 'DERIVE_ALL':
        await Promise.all(allShards.map((shard) => deriveToEnd(shard, step.batchSize)));
        return;
      case 'DIE': {
        const dying = dyingDatabase(test.database, step.afterStatements);
        await deriveBatch(dying, project, step.shard, { maskKeys }).catch((error: unknown) => {
          if (!(error instanceof Death)) throw error;
        });
        return;
      }
      case 'SET_BACK':
        await test.database.execute({
          text: 'update pipeline.position set next_offset = 0 where partition = $1',
          values: [step.shard],
        });
    }
  }

  /** All that must hold at the end, by name; each list is empty where it does. */
  async function problems(): Promise<Readonly<Record<string, readonly string[]>>> {
    const { database } = test;
    return {
      I2: await officesDifferences(database, project, computeOffices(reports)),
      I4: await countDifferences(database, project),
      changes: await changeDifferences(database, project),
      exceptions: await exceptionDifferences(database),
    };
  }

  it(
    'ends in the state of the plain model, with a change log that tells how (I2, I4)',
    async () => {
      await fc.assert(
        fc.asyncProperty(officeHistory, async (steps) => {
          await test.database.execute({ text: clearText });
          reports = [];
          for (const step of steps) await take(step);
          await Promise.all(allShards.map((shard) => deriveToEnd(shard, 4)));
          expect(await problems()).toEqual({ I2: [], I4: [], changes: [], exceptions: [] });
          const again = await rebuild(test.database, project, { maskKeys, batchSize: 7 });
          expect(again.contracts).toEqual(
            again.contracts.map((counts) => ({ ...counts, inserted: 0, updated: 0, deleted: 0 })),
          );
          expect(await countDifferences(test.database, project)).toEqual([]);
        }),
        { seed, numRuns: scaled(15, 1_000), endOnFailure: false },
      );
    },
    scaled(480_000, 4 * 3_600_000),
  );
});
