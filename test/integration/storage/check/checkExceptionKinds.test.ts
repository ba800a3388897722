import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
});
afterAll(() => linted.drop());

const { exceptionsSql } = fixturePaths;
const found = async (text: string) =>
  (await linted.problemsOf(projectFixture({ [exceptionsSql]: text }))).map(
    ({ file, rule, line, column, message }) => {
      expect({ file, rule }).toEqual({ file: exceptionsSql, rule: 'exception-kind' });
      return `${line}:${column} ${/kind (.*), which/s.exec(message)?.[1] ?? message}`;
    },
  );
const claims = 'null as detail, claim_id from claim_intake.claims';
const right = `select 'PAID_TOO_MUCH' as kind, ${claims}`;

describe('a kind of exception that is not declared', () => {
  it.each([
    ['alone', `select 'TOO_MUCH' as kind, ${claims}`, ['1:8 TOO_MUCH']],
    [
      'in a part of a UNION ALL',
      `${right}\nunion all\nselect 'A', ${claims} group by claim_id\nunion all select 'B', ${claims}`,
      ['3:8 A', '4:18 B'],
    ],
    ['in a UNION', `${right} union\nselect 'A', town, claim_id from claim_intake.claims`, ['2:8 A']],
    ['in an ordered one', `${right} union all\nselect 'A', ${claims} order by kind limit 3`, ['2:8 A']],
    ['among rows that are distinct', `select distinct 'A'::varchar as kind, ${claims}`, ['1:17 A']],
    [
      'in WITH and subqueries',
      `with a as (select 'A' as kind, claim_id from claim_intake.claims)
       select kind, null as detail, claim_id from a union all select * from (select 'B', ${claims}) as b`,
      ['1:19 A', '2:85 B'],
    ],
    [
      'in a branch',
      `select case when town = 'A' then 'PAID_TOO_MUCH' when (case when town = 'B' then 'C' else 'D' end) = 'C'
        then 'E''s' else case office when 'F' then 'G' else 'H' end end as kind, ${claims}`,
      [`2:14 E's`, '2:52 G', '2:61 H'],
    ],
  ])('%s is shown at its place', async (_, text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  it.each([
    ['read from a table', `select coalesce(town, 'A') as kind, ${claims}`],
    [
      'made of parts',
      `select case when town = 'A' then 'PAID_TOO' else 'PAID' end || '_MUCH' as kind, ${claims}`,
    ],
    [
      'chosen by',
      `select case case town when 'x' then 'A' else 'B' end when 'A' then 'PAID_TOO_MUCH' end as kind, ${claims}`,
    ],
    [
      'a detail',
      `select 'PAID_TOO_MUCH' as kind, 'A' as detail, 'B' as b, claim_id from claim_intake.claims`,
    ],
    ['compared with', `${right} where town = 'A' and office in (select 'B')`],
  ])('is not blamed on a text that is %s', async (_, text) => {
    expect(await found(text)).toEqual([]);
  });
});
