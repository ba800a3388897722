import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqlFailureOf } from '../../../src/storage/SqlFailure.ts';
import type { StatementObservation } from '../../../src/storage/Database.ts';
import { failureOf } from '../../support/failureOf.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

describe('values', () => {
  it('come as the wire wants them, and so do arrays of them', async () => {
    const [row] = await test.database.query({
      text: `select timestamptz '2017-01-05 12:01:20-02' as instant, timestamptz '2017-01-05 12:01:20.123456Z' as fine,
        date '2017-01-05' as day, 1.50::numeric as amount, 9007199254740993::bigint as big, '{"a":[1,null]}'::jsonb as json,
        array[1.10, null]::numeric[] as amounts, array[date '2017-01-05'] as days, array['a"b', 'c,d', null] as texts,
        array[timestamptz '2017-01-05 00:00Z'] as instants, 7::int as count, 1.5::float8 as share, true as yes, null as nothing`,
    });
    expect(row).toEqual({
      instant: '2017-01-05T14:01:20.000Z',
      fine: '2017-01-05T12:01:20.123Z',
      day: '2017-01-05',
      amount: '1.50',
      big: '9007199254740993',
      json: { a: [1, null] },
      amounts: ['1.10', null],
      days: ['2017-01-05'],
      texts: ['a"b', 'c,d', null],
      instants: ['2017-01-05T00:00:00.000Z'],
      count: 7,
      share: 1.5,
      yes: true,
      nothing: null,
    });
  });

  it('are sent in UTC and under a time limit', async () => {
    const [row] = await test.database.query({
      text: `select current_setting('timezone') as zone, current_setting('statement_timeout') as timeout,
        current_setting('application_name') as name`,
    });
    expect(row).toEqual({ zone: 'UTC', timeout: '30s', name: 'concordat' });
  });
});

describe('a transaction', () => {
  it('is cancelled by its signal, in the midst of a statement and between two, and leaves a connection that is good', async () => {
    const reason = new Error('enough');
    for (const isBusy of [true, false]) {
      const aborting = new AbortController();
      const cancelled = test.database.transaction(
        async (transaction) => {
          await transaction.script('create table cancelled (x int)');
          if (isBusy) {
            setTimeout(() => {
              aborting.abort(reason);
            }, 100);
            await transaction.query({ text: 'select pg_sleep(60)' });
          } else {
            aborting.abort(reason);
            await transaction.script('select 1');
          }
        },
        { signal: aborting.signal, statementTimeoutMs: 0 },
      );
      await expect(cancelled).rejects.toBe(reason);
      expect(await test.database.query({ text: "select to_regclass('cancelled') as table" })).toEqual([
        { table: null },
      ]);
    }
  });

  it('is what it is without a signal where that does not abort', async () => {
    const { signal } = new AbortController();
    const result = await test.database.transaction(
      (transaction) => transaction.query({ text: 'select 1 as one' }),
      { signal },
    );
    expect(result).toEqual([{ one: 1 }]);
  });

  it('is rolled back when it throws, and its error is passed on', async () => {
    await test.database.execute({ text: 'create table rolled (x int)' });
    const reason = new Error('no');
    await expect(
      test.database.transaction(async (transaction) => {
        await transaction.execute({ text: 'insert into rolled values (1)' });
        throw reason;
      }),
    ).rejects.toBe(reason);
    expect(await test.database.query({ text: 'select * from rolled' })).toEqual([]);
  });

  it('goes on after a savepoint that failed', async () => {
    const rows = await test.database.transaction(async (transaction) => {
      await failureOf(transaction.savepoint(() => transaction.query({ text: 'select 1/0' })));
      await transaction.savepoint(() => transaction.execute({ text: 'insert into rolled values (2)' }));
      return transaction.query({ text: 'select x from rolled' });
    });
    expect(rows).toEqual([{ x: 2 }]);
  });

  it('says what a statement would give without executing it', async () => {
    const columns = await test.database.transaction((transaction) =>
      transaction.describe('insert into rolled values (99) returning x, 1.5 as share'),
    );
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['x', 23],
      ['share', 1700],
    ]);
    expect(await test.database.query({ text: 'select * from rolled where x = 99' })).toEqual([]);
  });

  it('can be thrown away although it succeeded', async () => {
    await test.database.transaction((t) => t.execute({ text: 'insert into rolled values (7)' }), {
      rollback: true,
    });
    expect(await test.database.query({ text: 'select * from rolled where x = 7' })).toEqual([]);
  });
});

describe('errors', () => {
  const secret = 'maria@example.org';

  it.each([
    ['22P02', `select '${secret}'::int`],
    ['23505', `insert into once values ('${secret}')`],
    ['23502', `insert into once values (null)`],
    ['22P02', `select '{"mail":"${secret}"'::jsonb`],
  ])('%s tells neither in message nor cause which value it was', async (sqlState, text) => {
    await test.database.execute({ text: 'create table if not exists once (mail text primary key)' });
    await test.database.execute({
      text: 'insert into once values ($1) on conflict do nothing',
      values: [secret],
    });
    const error = await failureOf(test.database.query({ text }));
    expect(error.code).toBe('INTERNAL_SERVER_ERROR');
    expect(sqlFailureOf(error)?.details.sqlState).toBe(sqlState);
    const everything = `${error.message} ${String(error.stack)} ${JSON.stringify(sqlFailureOf(error))} ${String(sqlFailureOf(error)?.stack)}`;
    expect(everything).not.toContain(secret);
  });

  it('of a statement keep what the server says about it, and where', async () => {
    const error = await failureOf(test.database.query({ text: 'select 1, no_such_column' }));
    expect(error.message).toContain('column "no_such_column" does not exist');
    expect(sqlFailureOf(error)?.details.position).toBe(11);
  });

  it('name the time limit', async () => {
    const limited = test.connect({ statementTimeoutMs: 50 });
    expect((await failureOf(limited.query({ text: 'select pg_sleep(5)' }))).code).toBe('STATEMENT_TIMEOUT');
  });

  it('name why the server ended a transaction that stood still', async () => {
    const failed = test.database.transaction(async (transaction) => {
      await transaction.script('set local idle_in_transaction_session_timeout = 100');
      await wait(1_000);
      await transaction.query({ text: 'select 1' });
    });
    await expect(failed).rejects.toMatchObject({
      ...{ code: 'DATABASE_UNAVAILABLE', mayBeLogged: true },
      message: expect.stringMatching(/stood still .*\[25P03\]/),
    });
  });

  it('name a database that is read-only', async () => {
    const failed = test.database.transaction(
      (transaction) => transaction.execute({ text: 'create table t ()' }),
      { readOnly: true },
    );
    await expect(failed).rejects.toMatchObject({
      ...{ code: 'DATABASE_UNAVAILABLE', mayBeLogged: true },
      message: expect.stringContaining('the database is read-only [25006]'),
    });
  });

  it('name a database that is away', async () => {
    const { createDatabase } = await import('../../../src/storage/createDatabase.ts');
    const nowhere = createDatabase({ connectionString: 'postgres://x@127.0.0.1:1/x' });
    const error = await failureOf(nowhere.query({ text: 'select 1' }));
    expect(error.code).toBe('DATABASE_UNAVAILABLE');
    expect(error.fix).toBeDefined();
    await nowhere.close();
  });
});

it('tells of every statement, in and outside of transactions', async () => {
  const seen: StatementObservation[] = [];
  const watched = test.connect({ onStatement: (observation) => seen.push(observation) });
  await watched.query({ text: 'select $1::int', values: [1] });
  await watched.transaction((transaction) => transaction.query({ text: 'select 2' }));
  await failureOf(watched.query({ text: 'select 1/0' }));
  expect(seen.map(({ text, ok }) => [text, ok])).toEqual([
    ['select $1::int', true],
    ['begin isolation level read committed read write', true],
    ['select 2', true],
    ['commit', true],
    ['select 1/0', false],
  ]);
});
