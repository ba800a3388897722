import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

// What stands in a failure stays in the database otherwise: our own errors have none of the server's words.
const askText = `
  create or replace function pg_temp.ask(call text, given text) returns text language plpgsql as $$
  declare
    answer text;
  begin
    execute format('select (%s)::text from (select $1 as value) as event', call) into answer using given;
    return answer;
  exception when others then
    return sqlstate || ' ' || sqlerrm;
  end $$`;

/** What an expression over the text `value` gives, or by what it fails. */
async function ask(call: string, value: string | null, before = ''): Promise<string | null> {
  return test.database.transaction(
    async (transaction) => {
      await transaction.script(`${askText}; ${before}`);
      const [row] = await transaction.query<{ said: string | null }>({
        text: 'select pg_temp.ask($1, $2) as said',
        values: [call, value],
      });
      return row?.said ?? null;
    },
    { rollback: true },
  );
}

const inSaoPaulo = `raw.local_time_from(value, 'America/Sao_Paulo', 'field')`;
const inTokyo = `raw.local_time_from(value, 'Asia/Tokyo', 'field')`;
const instant = `raw.time_from(value, 'field')`;
const decimal = `raw.decimal_from(value, 'field')`;
const integer = `raw.integer_from(value, 'field')`;
const bigint = `raw.bigint_from(value, 'field')`;
const ordinal = `raw.ordinal_from(value, 'field')`;

const text = `raw.text_from(value::jsonb, 'field')`;
const id = `raw.id_from(value::jsonb, 'field')`;
const object = `raw.object_from(value::jsonb, 'field')`;
const array = `raw.array_from(value::jsonb, 'field')`;

const unreadable = '22X02 unreadable field';
const beyondTimes = '22X01 beyond the bounds (field: from 0001-01-01 to 9999-12-31 in UTC)';
const beyondDecimals =
  '22X01 beyond the bounds (field: a number below 10^30 with at most 20 digits after the point)';

describe.each([inSaoPaulo, instant, decimal, integer, bigint, ordinal])('%s', (call) => {
  it('gives null for null', async () => {
    expect(await ask(call, null)).toBeNull();
  });

  it.each([
    '',
    ' ',
    'secret',
    'null',
    'infinity',
    'now',
    'NaN',
    '1e3',
    '1,5',
    '{}',
    '[]',
    'true',
    '0x10',
    '1_000',
    '٣',
  ])('parks %p by the name of the field alone', async (value) => {
    expect(await ask(call, value)).toBe(unreadable);
  });
});

it.each([
  [inSaoPaulo, '2017-07-05 12:01:20', '2017-07-05 15:01:20+00'],
  [inSaoPaulo, '2017-01-05 12:01:20', '2017-01-05 14:01:20+00'],
  // From 00:00 the clock was put forward to 01:00.
  [inSaoPaulo, '2018-11-04 00:30:00', '2018-11-04 03:30:00+00'],
  // At 24:00 it was put back to 23:00.
  [inSaoPaulo, '2018-02-17 23:30:00', '2018-02-18 02:30:00+00'],
  [inTokyo, '0001-01-01 10:00:00', '0001-01-01 00:41:01+00'],
  [instant, '2026-01-02T03:04:05Z', '2026-01-02 03:04:05+00'],
  [instant, '2026-01-02t03:04:05.123456z', '2026-01-02 03:04:05.123456+00'],
  [instant, '2026-01-02 03:04:05-03:30', '2026-01-02 06:34:05+00'],
  [instant, '2016-12-31T23:59:60Z', '2017-01-01 00:00:00+00'],
  [decimal, '12', '12'],
  [decimal, '-012.50', '-12.50'],
  [decimal, '9'.repeat(30), '9'.repeat(30)],
  [decimal, `0.${'0'.repeat(19)}1`, `0.${'0'.repeat(19)}1`],
  [integer, '-2147483648', '-2147483648'],
  [integer, '12', '12'],
  [integer, '-12.00', '-12'],
  [bigint, '-9223372036854775808', '-9223372036854775808'],
  [bigint, '9223372036854775807', '9223372036854775807'],
  [bigint, '2147483648', '2147483648'],
  [bigint, '-12.00', '-12'],
  [ordinal, '2147483647', '2147483647'],
  [ordinal, '007', '7'],
])('%s reads %s as %s', async (call, value, answer) => {
  expect(await ask(call, value)).toBe(answer);
});

describe.each([text, id, object, array])('%s', (call) => {
  it.each([null, 'null'])('gives null for %p', async (value) => {
    expect(await ask(call, value)).toBeNull();
  });
});

it.each([
  [text, '"1.5"', '1.5'],
  [text, '""', ''],
  [text, '"a\\u00e9\\""', 'aé"'],
  [id, '"007"', '007'],
  [id, '12', '12'],
  [id, '-12', '-12'],
  [id, '9007199254740993', '9007199254740993'],
  [object, '{"a": [1]}', '{"a": [1]}'],
  [array, '[null, {"a": 1}]', '[null, {"a": 1}]'],
  [array, '[]', '[]'],
])('%s reads %s as %s', async (call, value, answer) => {
  expect(await ask(call, value)).toBe(answer);
});

it.each([
  ...['{}', '[]', '["secret"]', '{"a":"secret"}', 'true', 'false', '1', '1.5'].map((value) => [text, value]),
  ...['{}', '[]', '["secret"]', '{"a":"secret"}', 'true', 'false', '1.5', '1.0', '1e-3'].map((value) => [
    id,
    value,
  ]),
  ...['[]', '"{}"', 'true', '1', '[{}]'].map((value) => [object, value]),
  ...['{}', '"[]"', 'true', '1', '{"0": 1}'].map((value) => [array, value]),
])('%s parks %s by the name of the field alone', async (call = '', value = '') => {
  expect(await ask(call, value)).toBe(unreadable);
});

it.each([
  [text, 2_000],
  [id, 500],
])('%s takes %d bytes and no more', async (call, bytes) => {
  expect(await ask(call, `"${'x'.repeat(bytes)}"`)).toBe('x'.repeat(bytes));
  expect(await ask(call, `"${'x'.repeat(bytes + 1)}"`)).toMatch(/^22X01 beyond the bounds \(field: /);
});

it.each([
  ...['2017-01-05', '2017-01-05T12:01:20', '2017-01-05 12:01:20Z', '2017-01-05 24:00:00'],
  ...['2017-01-05 12:01:20.5', '12017-01-05 12:01:20', '2017-01-05 12:01:20\n'],
])('a local time is not %p', async (value) => {
  expect(await ask(inSaoPaulo, value)).toBe(unreadable);
});

it.each([
  ...['2017-01-05T12:01:20', '2017-01-05T24:00:00Z', '2017-01-05T12:01Z', '2017-01-05T12:01:20 UTC'],
  ...['2017-01-05T12:01:20+0300', '2017-01-05T12:01:20Z\n'],
])('a time of RFC 3339 is not %p', async (value) => {
  expect(await ask(instant, value)).toBe(unreadable);
});

it.each(['.5', '5.', '+5', '--5', ' 5', '5 ', '5\n', '1.5.0'])('a decimal is not %p', async (value) => {
  expect(await ask(decimal, value)).toBe(unreadable);
});

it.each(['1.5', '1.', '.0', '+1', '-', '1.0.0'])('an integer is not %p', async (value) => {
  expect(await ask(integer, value)).toBe(unreadable);
  expect(await ask(bigint, value)).toBe(unreadable);
});

it.each(['-1', '1.0', '+1', '1 '])('an ordinal is not %p', async (value) => {
  expect(await ask(ordinal, value)).toBe(unreadable);
});

it.each([
  [inSaoPaulo, '9999-12-31 23:59:59', beyondTimes],
  [inTokyo, '0001-01-01 00:00:00', beyondTimes],
  [instant, '9999-12-31T23:59:59-01:00', beyondTimes],
  [instant, '0001-01-01T00:00:00+01:00', beyondTimes],
  [decimal, `1${'0'.repeat(30)}`, beyondDecimals],
  [decimal, `-1.${'0'.repeat(21)}`, beyondDecimals],
])('%s parks %s, which is beyond the bounds', async (call, value, said) => {
  expect(await ask(call, value)).toBe(said);
});

it.each([
  [inSaoPaulo, '2017-02-30 10:00:00', '22008'],
  [instant, '2017-13-01T10:00:00Z', '22008'],
  [integer, '2147483648', '22003'],
  [integer, '-2147483649.0', '22003'],
  [bigint, '9223372036854775808', '22003'],
  [bigint, '-9223372036854775809.0', '22003'],
  [ordinal, '2147483648', '22003'],
])('%s leaves %s to the cast, which quotes it for the field to be found', async (call, value, state) => {
  const quoted = value.replace('.0', '');
  expect(await ask(call, value)).toMatch(new RegExp(`^${state} .*"${quoted}"`));
});

it('a local time needs a zone', async () => {
  expect(await ask(`raw.local_time_from(value, null, 'field')`, '2017-01-05 12:01:20')).toBe(unreadable);
  expect(await ask(`raw.local_time_from(value, 'Nowhere', 'field')`, '2017-01-05 12:01:20')).toMatch(
    /^22023 /,
  );
});

it.each([
  [`raw.required(value, 'field')`, 'text', 'text'],
  [`raw.required(value, 'field')`, '', ''],
  [`raw.required(value::numeric, 'field') + 1`, '1.50', '2.50'],
  [`raw.required(value::jsonb, 'field') -> 0`, '[{}]', '{}'],
])('%s gives %s back', async (call, value, answer) => {
  expect(await ask(call, value)).toBe(answer);
  expect(await ask(call, null)).toBe('22X02 missing field');
});

it.each(['text', '', null])('raw.unreadable parks %p', async (value) => {
  expect(await ask(`raw.unreadable(value, 'field')`, value)).toBe(unreadable);
});

it('none is called when a statement is planned, also with constants in a branch that is never taken', async () => {
  const calls = [
    `raw.required(null::text, 'field')`,
    `raw.unreadable('x', 'field')`,
    ...[inSaoPaulo, instant, decimal, integer, bigint, ordinal].map((call) => call.replace('value', `'x'`)),
    ...[text, id, object, array].map((call) => call.replace('value', `'1.5'`)),
  ];
  for (const call of calls) {
    expect(await ask(`case when value = 'other' then ${call} end`, 'value')).toBeNull();
  }
});

it('they are stable, so that lint lets them pass, and safe in parallel workers', async () => {
  const rows = await test.database.query({
    text: `select proname as name, provolatile as volatility, proparallel as parallel from pg_proc
      where pronamespace = 'raw'::regnamespace and proname ~ '_from$|^required$|^unreadable$' order by 1`,
  });
  expect(rows).toEqual(
    [
      ...['array_from', 'bigint_from', 'decimal_from', 'id_from', 'integer_from', 'local_time_from'],
      ...['object_from', 'ordinal_from', 'required', 'text_from', 'time_from'],
      'unreadable',
    ].map((name) => ({ name, volatility: 's', parallel: 's' })),
  );
});

it.each(['', 'forged', 'pg_temp, forged'])('a search_path of "%s" changes nothing', async (path) => {
  const forged = `
    create schema forged;
    create function forged.matches(text, text) returns boolean language sql as 'select true';
    create operator forged.~ (leftarg = text, rightarg = text, function = forged.matches);
    create function forged.format(text, variadic "any") returns text language internal as 'text_format';
    create function forged.split_part(text, text, integer) returns text language sql as 'select $1';
    create function forged.required(anyelement, text) returns anyelement language sql as 'select $1';
    set local search_path to ${path === '' ? `''` : path}`;
  for (const call of [inSaoPaulo, instant, decimal, integer, bigint, ordinal]) {
    expect(await ask(call, 'secret', forged)).toBe(unreadable);
  }
  for (const call of [text, id, object, array]) expect(await ask(call, 'true', forged)).toBe(unreadable);
  for (const call of [integer, bigint]) expect(await ask(call, '12.0', forged)).toBe('12');
  expect(await ask(`raw.required(value, 'field')`, null, forged)).toBe('22X02 missing field');
});

it.each(['datestyle to German', `timezone to 'Asia/Tokyo'`, `lc_numeric to 'C'`])(
  'what is set for a session (%s) changes no value',
  async (setting) => {
    const before = `set local ${setting}`;
    const epoch = (call: string): string => `extract(epoch from ${call})::bigint`;
    expect(await ask(epoch(inSaoPaulo), '2017-01-05 12:01:20', before)).toBe('1483624880');
    expect(await ask(epoch(instant), '2017-01-05T12:01:20Z', before)).toBe('1483617680');
    expect(await ask(decimal, '12.50', before)).toBe('12.50');
  },
);
