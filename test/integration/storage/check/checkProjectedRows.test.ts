import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { editedProject, fixturePaths } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
});
afterAll(() => linted.drop());

const { productSql } = fixturePaths;

/** The insurer's project with another last SELECT, which begins in line 19. */
const selecting = (text: string) =>
  editedProject(
    productSql,
    `select 'claims' as product_table, jsonb_build_object('claim_id', payload ->> 'claimId') as identity,
  source, partition, "offset"
from batch
`,
    text,
  );

const position = 'source, partition, "offset" from batch';
const identityOf = (key: string) => `jsonb_build_object('${key}', payload ->> 'claimId')`;
const id = identityOf('claim_id');
const claims = `select 'claims' as product_table, ${id} as identity, ${position}`;
const found = async (text: string) =>
  (await linted.problemsOf(selecting(text))).map(({ file, rule, line, column, message }) => {
    expect(file).toBe(productSql);
    return `${line}:${column} ${rule} ${/ of (.*?),? (?:which|whose identity lacks key column )/s.exec(message)?.[1] ?? message}`;
  });

describe('a table that is none of the product', () => {
  it('is shown with what to do', async () => {
    expect(await linted.problemsOf(selecting(claims.replace('claims', 'claim')))).toEqual([
      {
        ...{ file: productSql, line: 19, column: 8, rule: 'projection-table' },
        message: 'The SELECT returns rows of claim, which is no table of the product. Did you mean "claims"?',
        fix: 'Return one of claims, offices as product_table, or null for an event that is left alone.',
      },
    ]);
  });

  it.each([
    ['in a part of a UNION', `${claims}\nunion all select 'loan', ${id}, ${position}`, ['20:18 loan']],
    [
      'in parts of an ordered one',
      `${claims} union\nselect null, null, ${position} union\nselect 'a', ${id}, ${position}\nunion select 'b', ${id}, ${position} order by 1`,
      ['21:8 a', '22:14 b'],
    ],
    [
      'in a branch, beside a field of its name',
      `select case when payload ->> 'loan' = 'x' then 'claims' else\n'loan' end as product_table, ${id} as identity, ${position}
        where payload ? 'loan'`,
      ['20:1 loan'],
    ],
    [
      'twice',
      `select 'a' as product_table, ${id} as identity, ${position} union all select 'a', null, ${position}`,
      ['19:153 a'],
    ],
  ])('is shown %s', async (_, text, expected) => {
    expect(await found(text)).toEqual(expected.map((line) => line.replace(' ', ' projection-table ')));
  });

  it.each([
    ['read from the event', `select payload ->> 'table' as product_table, ${id} as identity, ${position}`],
    [
      'chosen from WITH',
      `select * from (${claims} union all select 'x', ${id}, ${position} limit 9) r where product_table <> 'x'`,
    ],
    ['null', `${claims} union all select null, null, ${position}`],
    [
      'a reference table, as it has lineage too',
      `select 'offices' as product_table, jsonb_build_object('office', payload -> 'office') as identity, ${position}`,
    ],
    ['taken away', `${claims} except select 'x', ${id}, ${position}`],
    [
      'a CASE that chooses',
      `select case case payload ->> 'a' when 'b' then 'c' else 'd' end when 'c' then 'claims' end as product_table, ${id} as identity, ${position}`,
    ],
  ])('is not blamed on one that is %s', async (_, text) => {
    expect(await found(text)).toEqual([]);
  });
});

describe('an identity without its key columns', () => {
  it('is shown with what to do', async () => {
    expect(await linted.problemsOf(selecting(claims.replace("'claim_id'", "'claimId'")))).toEqual([
      {
        ...{ file: productSql, line: 19, column: 54, rule: 'projection-identity' },
        message: 'The SELECT returns rows of claims whose identity lacks key column claim_id.',
        fix: "Name each key column in the object: 'claim_id'.",
      },
    ]);
  });

  const wrong = identityOf('claimId');

  it.each([
    ['in a part of a UNION', `${claims}\nunion all select 'claims', ${wrong}, ${position}`, '20:47'],
    ['in an ordered one', `${claims} union\nselect 'claims', ${wrong}, ${position} order by 1`, '20:37'],
    [
      'of a branch',
      `select case when key = 'a' then 'claims' end as product_table,\n${wrong} as identity, ${position}`,
      '20:20',
    ],
    [
      'behind others',
      `select 'claims' as product_table,\njsonb_build_object('a', concat('(', payload -> 'a,b', 'it''s'), 'it''s', '[', 'c', 1) as identity, ${position}`,
      '20:20',
    ],
  ])('is shown %s', async (_, text, place) => {
    expect(await found(text)).toEqual([`${place} projection-identity claims`]);
  });

  it.each([
    [
      'that have others too',
      `select 'claims' as product_table, jsonb_build_object('a', 1, 'claim_id', key) as identity, ${position}`,
    ],
    [
      'that are put together',
      `select 'claims' as product_table, jsonb_build_object('a', 1) || ${id} as identity, ${position}`,
    ],
    [
      'whose names are read',
      `select 'claims' as product_table, jsonb_build_object(key, 1) as identity, ${position}`,
    ],
    [
      'that are made of an array',
      `select 'claims' as product_table, jsonb_build_object(variadic array['claim_id', key]) as identity, ${position}`,
    ],
    ['that are read', `select 'claims' as product_table, payload as identity, ${position}`],
    [
      'of another part',
      `${claims} union all select null, jsonb_build_object('a', 1), ${position} order by 1`,
    ],
    [
      'of several tables',
      `${claims} union select 'offices', jsonb_build_object('office', key), ${position} order by 4`,
    ],
    ['of a table that is read', `select payload ->> 'a' as product_table, ${wrong} as identity, ${position}`],
  ])('is not blamed on identities %s', async (_, text) => {
    expect(await found(text)).toEqual([]);
  });
});
