import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { valueBound } from '../../../src/pipeline/bounds/valueBounds.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { migrationsDir, project } from '../../support/claimsPipeline.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await migrate(test.database, { migrationsDir, project });
});
afterAll(() => test.drop());

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'ID',
    'id_within',
    ["repeat('a', 500)", "repeat('é', 250)", "repeat('é', 250) || 'a'", 'null::text', "''"],
  ],
  ['String', 'text_within', ["repeat('é', 1000)", "repeat('a', 2001)", 'null::text']],
  ['Decimal', 'decimal_within', ['1e30 - 1', '1e30', '-1e30', "'NaN'", "'-Infinity'", 'null::numeric']],
  ['Decimal', 'decimal_within', ['0.' + '0'.repeat(20), '0.' + '0'.repeat(21), '9.5']],
  ['Float', 'float_within', ["'Infinity'", "'NaN'", "'-Infinity'", '1e308', 'null::double precision']],
  ['Date', 'date_within', ["'0001-01-01'", "'9999-12-31'", "'infinity'", "'0001-12-31 BC'", "'10000-01-01'"]],
  [
    'DateTime',
    'time_within',
    [
      "'0001-01-01Z'",
      "'0001-01-01 00:00+03'",
      "'9999-12-31 23:59:59.999Z'",
      "'9999-12-31 23:59-03'",
      "'infinity'",
    ],
  ],
];

const types = {
  ...{ ID: 'text', String: 'text', Decimal: 'numeric', Float: 'double precision', Date: 'date' },
  DateTime: 'timestamptz',
} as const;

/** What the function does with the value, of which it does not know when the statement is planned. */
function callOf(name: string, value: string, type: string): string {
  return `
    create temporary table given (value ${type}) on commit drop;
    insert into given values (${value});
    create or replace function pg_temp.ask() returns text language plpgsql as $$
    begin
      return (select case when raw.${name}(value, 'field') is distinct from value then 'another value' end from given);
    exception when others then
      return sqlstate || ' ' || sqlerrm;
    end $$`;
}

it.each(cases.flatMap(([scalar, name, values]) => values.map((value) => [scalar, name, value] as const)))(
  '%s: raw.%s refuses what the bound of rows refuses: %s',
  async (scalar, name, value) => {
    const type = Object.entries(types).find(([known]) => known === scalar)?.[1] ?? '';
    const bound = valueBound({
      kind: 'SCALAR',
      name: scalar,
      list: false,
      nonNull: false,
      itemNonNull: false,
    });
    await test.database.transaction(
      async (transaction) => {
        await transaction.script(callOf(name, value, type));
        const [row] = await transaction.query<{ said: string | null; refused: boolean | null }>({
          text: `select pg_temp.ask() as said, ${bound?.violation('value') ?? 'null'} as refused from given`,
        });
        const words = row?.refused === true ? `22X01 beyond the bounds (field: ${bound?.words ?? ''})` : null;
        expect(row?.said).toBe(words);
      },
      { rollback: true },
    );
  },
);
