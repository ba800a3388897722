import { describe, expect, it } from '@jest/globals';
import type { ActualTable } from '../../../../src/storage/plan/ActualTable.ts';
import { diffTable } from '../../../../src/storage/plan/diffTable.ts';
import type { DesiredColumn, DesiredTable } from '../../../../src/storage/plan/DesiredTable.ts';
import { judgeChange } from '../../../../src/storage/plan/judgeChange.ts';

const column = (name: string, more: Partial<DesiredColumn> = {}): DesiredColumn => ({
  ...{ name, type: 'text', notNull: false, hidden: false },
  ...more,
});

const wanted = (columns: readonly DesiredColumn[], more: Partial<DesiredTable> = {}): DesiredTable => ({
  ...{ schema: 'contract', name: 'sale_v1', role: 'CONTRACT', owner: 'contract sale@1' },
  ...{ columns, primaryKey: ['id'], indexes: [] },
  ...more,
});

const found = (columns: readonly DesiredColumn[], more: Partial<ActualTable> = {}): ActualTable => ({
  ...{ columns, primaryKey: ['id'], indexes: [], hasRows: true },
  ...more,
});

const id = column('id', { notNull: true });
const facts = { hasRows: true, columnsWithNulls: new Set<string>(), trigramSchema: 'public' };

/** The SQL of the steps, or the refusals. */
function judged(table: DesiredTable, actual: ActualTable | undefined): string[] {
  return diffTable(table, actual).map((change) => {
    const judgement = judgeChange(table, change, facts);
    return judgement.ok ? judgement.step.sql : `REFUSED: ${judgement.refusal.message}`;
  });
}

describe('a table', () => {
  it('that is as declared needs nothing', () => {
    expect(diffTable(wanted([id]), found([id]))).toEqual([]);
  });

  it('that is not there is made, with its indexes; names are quoted', () => {
    const table = wanted([id, column('he"llo', { type: 'integer', hidden: true })], {
      indexes: [
        { kind: 'BTREE', columns: ['he"llo', 'id'] },
        { kind: 'TRIGRAM', columns: ['id'] },
      ],
    });
    const [create, tree, trigram] = judged(table, undefined);
    expect(create).toBe(
      'create table "contract"."sale_v1" (\n  "id" text collate "C" not null,\n  "he""llo" integer,\n  primary key ("id")\n)' +
        `;\ncomment on column "contract"."sale_v1"."he""llo" is 'Concordat: no field of the contract.'`,
    );
    expect(tree).toMatch(
      /^create index "sale_v1_he""llo_id_[0-9a-f]{8}" on "contract"."sale_v1" \("he""llo", "id"\);\n/,
    );
    expect(trigram).toContain('using gin ("id" "public"."gin_trgm_ops")');
  });

  it.each<[string, DesiredTable, ActualTable, string]>([
    [
      'adds a column',
      wanted([id, column('a')]),
      found([id]),
      'alter table "contract"."sale_v1" add column "a" text collate "C"',
    ],
    [
      'does not add one that is never null',
      wanted([id, column('a', { notNull: true })]),
      found([id]),
      'REFUSED: Column contract.sale_v1.a is new and never null',
    ],
    [
      'widens',
      wanted([id, column('a', { type: 'bigint' })]),
      found([id, column('a', { type: 'integer' })]),
      'alter column "a" type bigint',
    ],
    [
      'does not narrow',
      wanted([id, column('a', { type: 'integer' })]),
      found([id, column('a', { type: 'bigint' })]),
      'REFUSED: Column contract.sale_v1.a is bigint and declared as integer.',
    ],
    [
      'does not drop a field',
      wanted([id]),
      found([id, column('a')]),
      'REFUSED: Column contract.sale_v1.a is no longer declared',
    ],
    [
      'drops what was no field',
      wanted([id]),
      found([id, column('a', { hidden: true })]),
      'alter table "contract"."sale_v1" drop column "a"',
    ],
    [
      'remembers that a field is one no more',
      wanted([id, column('a', { hidden: true })]),
      found([id, column('a')]),
      'comment on column "contract"."sale_v1"."a" is \'Concordat',
    ],
    [
      'does not change a key',
      wanted([id]),
      found([id], { primaryKey: ['id', 'a'] }),
      'REFUSED: The key of contract.sale_v1 is (id, a) and declared as (id).',
    ],
    [
      'drops an index of its own',
      wanted([id]),
      found([id], { indexes: [{ name: 'old', definition: 'BTREE a' }] }),
      'drop index "contract"."old"',
    ],
  ])('%s', (_, table, actual, expected) => {
    const [only, ...rest] = judged(table, actual);
    expect(only).toContain(expected);
    expect(rest).toEqual([]);
  });
});

it('names of indexes are kept apart where Postgres would cut them', () => {
  const long = (end: string): string => `${'a'.repeat(60)}_${end}`;
  const names = ['x', 'y'].map((end) => {
    const table = wanted([id], { indexes: [{ kind: 'BTREE', columns: [long(end)] }] });
    return /create index "([^"]+)"/.exec(judged(table, undefined)[1] ?? '')?.[1] ?? '';
  });
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
});
