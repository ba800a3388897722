import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { failureOf } from '../../support/failureOf.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  migrationsDir,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../support/claimsPipeline.ts';
import { createDatabase } from '../../../src/storage/createDatabase.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

const set = {
  array_nulls: 'off',
  bytea_output: 'escape',
  datestyle: 'SQL, DMY',
  extra_float_digits: '0',
  gin_fuzzy_search_limit: '1',
  idle_session_timeout: '10min',
  intervalstyle: 'iso_8601',
  jit: 'on',
  lock_timeout: '50ms',
  quote_all_identifiers: 'on',
  session_replication_role: 'replica',
  standard_conforming_strings: 'off',
  synchronous_commit: 'off',
  timezone: 'Asia/Tokyo',
  timezone_abbreviations: 'India',
  transaction_timeout: '300s',
  transform_null_equals: 'on',
  xmloption: 'document',
};

/** For sessions from now on, of whatever user. */
async function setInDatabase(settings: Readonly<Record<string, string>>): Promise<void> {
  const [row] = await pipeline.rows('select quote_ident(current_database()) as name');
  for (const [name, value] of Object.entries(settings)) {
    const text = name === 'datestyle' ? value : `'${value}'`;
    await pipeline.rows(`alter database ${String(row?.['name'])} set ${name} to ${text}`);
  }
}

describe('what is set for the database', () => {
  it('changes nothing of what statements mean, what is derived and what the plan finds', async () => {
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'));
    await pipeline.deriveShard(0, 10);
    await setInDatabase(set);
    const anew = pipeline.test.connect();
    const rows = await anew.query<{ name: string; setting: string }>({
      text: 'select lower(name) as name, setting from pg_settings where lower(name) = any($1)',
      values: [Object.keys(set)],
    });
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      array_nulls: 'on',
      bytea_output: 'hex',
      datestyle: 'ISO, MDY',
      extra_float_digits: '1',
      gin_fuzzy_search_limit: '0',
      idle_session_timeout: '0',
      intervalstyle: 'postgres',
      jit: 'off',
      lock_timeout: '0',
      quote_all_identifiers: 'off',
      session_replication_role: 'origin',
      standard_conforming_strings: 'on',
      synchronous_commit: 'on',
      timezone: 'UTC',
      timezone_abbreviations: 'Default',
      transaction_timeout: '0',
      transform_null_equals: 'off',
      xmloption: 'content',
    });
    const plan = await migrate(anew, { migrationsDir, project });
    expect(plan.steps).toEqual([]);
    // By its triggers a change of a product leads on to the contract.
    await pipeline.arriveIn(0, settledEvent(2, 'a', '9.75'));
    await deriveBatch(anew, project, 0, { maskKeys, batchSize: 10 });
    expect(await pipeline.serving()).toMatchObject([{ claim_id: 'a', paid: '9.75' }]);
  });

  it('is left where commits wait for more than they need to', async () => {
    for (const [given, kept] of Object.entries({
      local: 'on',
      remote_write: 'on',
      remote_apply: 'remote_apply',
    })) {
      await setInDatabase({ synchronous_commit: given });
      const rows = await pipeline.test
        .connect()
        .query<{ kept: string }>({ text: `select current_setting('synchronous_commit') as kept` });
      expect(rows).toEqual([{ kept }]);
    }
  });

  it('lets no table of somebody else stand for a temporary one, and no function for one of Postgres', async () => {
    await pipeline.rows(`create table public.parked_now as select 'of somebody else' as text`);
    await pipeline.rows(
      `create function public.lower(text) returns text language sql as $$ select 'forged' $$`,
    );
    const [row] = await pipeline.rows('select quote_ident(current_database()) as name');
    await pipeline.rows(
      `alter database ${String(row?.['name'])} set search_path to public, pg_catalog, pg_temp`,
    );
    const anew = pipeline.test.connect();
    expect(await anew.query({ text: `select lower('A') as text` })).toEqual([{ text: 'a' }]);
    expect(await anew.query({ text: 'show search_path' })).toEqual([{ search_path: 'public' }]);
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'), claimEvent(4, { claimId: 'b', riskScore: 'x' }));
    await rebuild(anew, project, { maskKeys });
    expect(await pipeline.rows('select * from public.parked_now')).toEqual([{ text: 'of somebody else' }]);
    expect(await pipeline.serving()).toMatchObject([{ claim_id: 'a', paid: '9.5' }]);
  });

  it('is refused where no trigger would fire and the user may not change that, and nothing is derived', async () => {
    const name = `concordat_test_${randomBytes(6).toString('hex')}`;
    await pipeline.rows(`create role ${name} login password 'secret'`);
    try {
      await setInDatabase({ session_replication_role: 'replica' });
      const url = new URL(pipeline.test.connectionString);
      url.username = name;
      url.password = 'secret';
      const database = createDatabase({ connectionString: url.href });
      try {
        for (const attempt of [
          () => database.query({ text: 'select 1' }),
          () => database.aside.query({ text: 'select 1' }),
          () => deriveBatch(database, project, 0, { maskKeys, batchSize: 10 }),
        ]) {
          const error = await failureOf(attempt());
          expect(error.code).toBe('CONFIGURATION_INVALID');
          expect(error.message).toContain('session_replication_role is "replica"');
          expect(error.subject).toBe('session_replication_role');
        }
        await setInDatabase({ session_replication_role: 'local' });
        expect(await database.query({ text: 'select 1 as one' })).toEqual([{ one: 1 }]);
      } finally {
        await database.close();
      }
    } finally {
      await pipeline.rows(`drop role ${name}`);
    }
  });
});
