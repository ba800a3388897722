import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { deriveBatch } from '../../../../src/pipeline/derive/deriveBatch.ts';
import type { Database } from '../../../../src/storage/Database.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { fixturePaths } from '../../../support/projectFixture.ts';
import { topicFixture, topicText } from '../../../support/topicFixture.ts';

const stored = 10_000;

/** With all that a batch keeps: masked values, exceptions, and a declared topic. */
const project = {
  ...derivedProject([
    [
      fixturePaths.settledClaim,
      'oldReference: String @classified(as: INTERNAL)',
      'oldReference: String @classified(as: PERSONAL) @mask(strategy: HASH) @filterable',
    ],
  ]),
  declaredTopics: assertProject(topicFixture(topicText)).declaredTopics,
};

/** As many claims as there are, settled, as one topic brings them. */
const fillText = `
  with event as (
    select n, jsonb_build_object(
      'claimId', 'c' || n, 'currency', 'EUR', 'claimedAmount', '10.00', 'paidAmount', (n % 20)::text,
      'office', 'Uppsala', 'settledAt', '2026-01-02T03:04:05Z'
    ) as value
    from generate_series(0, $1::int - 1) n
  ), position as (
    insert into raw.position (source, partition, next_offset) values ('intake.claims', 0, $1)
  )
  insert into raw.event (source, partition, "offset", key, value, payload, event_time)
  select 'intake.claims', 0, n, convert_to('c' || n, 'UTF8'), convert_to(value::text, 'UTF8'), value, now() from event`;

interface TableReads {
  readonly table: string;
  readonly rows: number;
}

/** The database, and what each of its transactions read of each table. */
function countReads(database: Database, found: TableReads[]): Database {
  return {
    ...database,
    transaction: (work, options) =>
      database.transaction(async (transaction) => {
        const result = await work(transaction);
        found.push(
          ...(await transaction.query<TableReads & object>({
            text: `select schemaname || '.' || relname as "table", (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as rows
              from pg_stat_xact_user_tables where schemaname !~ '^pg_temp'`,
          })),
        );
        return result;
      }, options),
  };
}

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline(project);
});
afterEach(() => pipeline.close());

describe('a batch', () => {
  it('reads no more of any table than its changes concern, however much is stored', async () => {
    const { database } = pipeline.test;
    await database.execute({ text: fillText, values: [stored] });
    await pipeline.deriveShard(0, stored);
    // Changed, gone, and new.
    await pipeline.arriveIn(
      0,
      settledEvent(99_000, 'c1', '3.00'),
      claimEvent(99_000, { claimId: 'c2' }),
      settledEvent(99_000, 'new', '3.00'),
    );
    const reads: TableReads[] = [];
    const result = await deriveBatch(countReads(database, reads), project, 0, { maskKeys });
    expect(result?.contracts).toMatchObject([{ inserted: 1, updated: 1, deleted: 1 }]);
    expect(reads.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['raw.event', 'contract.masked_value', 'claim_intake.claims']),
    );
    expect(reads.filter(({ rows }) => rows > stored / 10)).toEqual([]);
  });
});
