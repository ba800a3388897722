import { describe, expect, it } from '@jest/globals';
import { conditionSql } from '../../../../src/query/where/conditionSql.ts';
import { parseWhere } from '../../../../src/query/where/parseWhere.ts';
import { parcelAccess } from '../../../support/parcels.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const clear = parcelAccess('tracker', 'parcel@2');
const masked = parcelAccess('analyst', 'parcel@2');

function sqlOf(where: unknown, access = clear): { text: string; values: unknown[] } {
  const { text, values } = conditionSql(parseWhere(where, access), {
    contract: access.contract,
    purpose: 'ANALYTICS',
  });
  return { text, values };
}

describe('where as SQL', () => {
  it.each([
    [undefined, 'true', []],
    [null, 'true', []],
    [{}, 'true', []],
    [{ label: { eq: 'a' } }, '"label" = $1', ['a']],
    [{ label: { lt: 'a' } }, '"label" < $1', ['a']],
    [{ pieceCount: { in: [1] } }, '"piece_count" = any($1::integer[])', [[1]]],
    [{ label: { ne: 'a' } }, '"label" is distinct from $1', ['a']],
    [{ pieceCount: { lt: 1 } }, '"piece_count" < $1::integer', [1]],
    [{ pieceCount: { lte: 1 } }, '"piece_count" <= $1::integer', [1]],
    [{ pieceCount: { gt: 1 } }, '"piece_count" > $1::integer', [1]],
    [{ pieceCount: { gte: 1 } }, '"piece_count" >= $1::integer', [1]],
    [{ label: { in: ['a', 'b'] } }, '"label" = any($1)', [['a', 'b']]],
    [{ label: { notIn: ['a'] } }, '("label" = any($1)) is not true', [['a']]],
    [{ label: { isNull: true } }, '"label" is null', []],
    [{ label: { isNull: false } }, '"label" is not null', []],
    [{ label: { startsWith: 'a%_\\' } }, '"label" like $1', ['a\\%\\_\\\\%']],
    [{ label: { contains: '50%' } }, '"label" like $1', ['%50\\%%']],
    [
      { pieceCount: { gte: 1, lt: 5 } },
      '("piece_count" >= $1::integer) and ("piece_count" < $2::integer)',
      [1, 5],
    ],
    [
      { label: { eq: 'a' }, or: [{ pieceCount: { eq: 1 } }, { pieceCount: { eq: 2 } }] },
      '("label" = $1) and (("piece_count" = $2::integer) or ("piece_count" = $3::integer))',
      ['a', 1, 2],
    ],
    [{ not: { label: { eq: 'a' } } }, '("label" = $1) is not true', ['a']],
    [{ or: [] }, 'false', []],
    [{ and: [] }, 'true', []],
    [{ and: [{ label: { eq: 'a' } }, {}] }, '("label" = $1) and (true)', ['a']],
  ])('%j', (where, text, values) => {
    expect(sqlOf(where)).toEqual({ text, values });
  });

  it('orders text of an existing table by its bytes, and leaves equality to its index', () => {
    const depot = parcelAccess('tracker', 'depot@1');
    expect(sqlOf({ town: { gte: 'a', lt: 'b', startsWith: 'a' } }, depot).text).toBe(
      '("town" collate "C" >= $1) and ("town" collate "C" < $2) and ("town" like $3)',
    );
    expect(sqlOf({ town: { eq: 'a', in: ['a'] } }, depot).text).toBe('("town" = $1) and ("town" = any($2))');
  });

  it('finds a HASH by its masked value, never by the raw one', () => {
    expect(sqlOf({ accountNumber: { eq: 'hash_x' } }, masked)).toEqual({
      text: '("parcel_id") in (select (m."key" ->> 0)::text from "contract"."masked_value" m where m."contract" = $1 and m."field" = $2 and m."purpose" = $3 and m."masked" = any($4))',
      values: ['parcel@2', 'accountNumber', '', ['hash_x']],
    });
  });

  it("finds a TOKEN under the key of the caller's purpose", () => {
    expect(sqlOf({ receiverId: { in: ['token_x', 'token_y'] } }, masked).values).toEqual([
      'parcel@2',
      'receiverId',
      'ANALYTICS',
      ['token_x', 'token_y'],
    ]);
  });
});

describe('what where refuses', () => {
  const nested = (depth: number): unknown =>
    depth === 0 ? { label: { eq: 'a' } } : { and: [nested(depth - 1)] };

  it('more than 500 values of one in (attack 9)', () => {
    const values = (count: number): string[] => Array.from({ length: count }, String);
    expect(sqlOf({ label: { in: values(500) } }).values).toEqual([values(500)]);
    expect(codeThrownBy(() => sqlOf({ label: { in: values(501) } }))).toBe('LIMIT_EXCEEDED');
    expect(codeThrownBy(() => sqlOf({ label: { notIn: values(501) } }))).toBe('LIMIT_EXCEEDED');
    expect(codeThrownBy(() => sqlOf({ accountNumber: { in: values(501) } }, masked))).toBe('LIMIT_EXCEEDED');
  });

  it('more than 1,000 values of all in and notIn together, also where one variable stands in each', () => {
    const values = Array.from({ length: 500 }, String);
    const many = (...more: readonly unknown[]): unknown => ({
      and: [{ label: { in: values } }, { label: { notIn: values } }, ...more],
    });
    expect(sqlOf(many()).values).toEqual([values, values]);
    expect(sqlOf(many({ label: { eq: 'a' } })).values).toHaveLength(3);
    expect(codeThrownBy(() => sqlOf(many({ label: { in: ['a'] } })))).toBe('LIMIT_EXCEEDED');
    expect(codeThrownBy(() => sqlOf(many({ accountNumber: { in: ['a'] } }), masked))).toBe('LIMIT_EXCEEDED');
  });

  it.each<[string, (text: string) => unknown]>([
    ['eq', (text) => ({ or: [{ label: { eq: text } }, { label: { eq: text } }] })],
    ['contains', (text) => ({ or: [{ label: { contains: text } }, { label: { startsWith: text } }] })],
    ['in', (text) => ({ label: { in: [text, text] } })],
    ['both', (text) => ({ not: { label: { notIn: [text], ne: text } } })],
  ])('more than 64 KiB of values: %s', (_name, where) => {
    const most = 'é'.repeat(16 * 1024);
    expect(sqlOf(where(most)).text).not.toBe('');
    expect(codeThrownBy(() => sqlOf(where(`${most}a`)))).toBe('LIMIT_EXCEEDED');
  });

  it('what is too large before anything is made of it', () => {
    const lists = Array.from({ length: 98 }, () => ({
      label: { in: Array.from({ length: 500 }, () => 'x'.repeat(100)) },
    }));
    let read = 0;
    const counted = lists.map(({ label }) => ({
      label: {
        get in() {
          read += 1;
          return label.in;
        },
      },
    }));
    expect(codeThrownBy(() => sqlOf({ and: counted }))).toBe('LIMIT_EXCEEDED');
    expect(read).toBe(2);
  });

  it('and, or, not nested more than 8 deep (attack 9)', () => {
    expect(sqlOf(nested(8)).values).toEqual(['a']);
    expect(codeThrownBy(() => sqlOf(nested(9)))).toBe('LIMIT_EXCEEDED');
    expect(codeThrownBy(() => sqlOf(nested(1000)))).toBe('LIMIT_EXCEEDED');
  });

  it('more than 100 comparisons', () => {
    const many = (count: number): unknown => ({
      or: Array.from({ length: count }, () => ({ label: { eq: 'a' } })),
    });
    expect(sqlOf(many(100)).values).toHaveLength(100);
    expect(codeThrownBy(() => sqlOf(many(101)))).toBe('LIMIT_EXCEEDED');
  });

  it.each<[string, (count: number) => unknown]>([
    ['and', (count) => ({ and: Array(count).fill({}) })],
    ['or', (count) => ({ or: Array(count).fill({}) })],
    ['not', (count) => ({ and: Array(count / 2).fill({ not: {} }) })],
    ['lists', (count) => ({ and: Array(count).fill({ or: [] }) })],
  ])('more than 200 conditions, empty ones too: %s', (_name, many) => {
    expect(sqlOf(many(198)).values).toEqual([]);
    expect(codeThrownBy(() => sqlOf(many(200)))).toBe('LIMIT_EXCEEDED');
    expect(codeThrownBy(() => sqlOf(many(100_000)))).toBe('LIMIT_EXCEEDED');
  });

  it('more than 100 fields without an operator', () => {
    const many = (count: number): unknown => ({ or: Array(count).fill({ label: {} }) });
    expect(sqlOf(many(100)).values).toEqual([]);
    expect(codeThrownBy(() => sqlOf(many(101)))).toBe('LIMIT_EXCEEDED');
  });

  it.each([{ label: { eq: null } }, { label: null }, { and: null }, { not: null }, { label: { in: null } }])(
    'null where a value belongs: %j',
    (where) => {
      expect(codeThrownBy(() => sqlOf(where))).toBe('BAD_USER_INPUT');
    },
  );

  const absent: readonly object[] = [
    { receiverId: { ne: 'a' } },
    { accountNumber: { startsWith: 'a' } },
    { insuredSum: { gt: '1' } },
    { driverRemark: { eq: 'a' } },
    { suspicion: { gt: 1 } },
    { constructor: { eq: 'a' } },
    { label: { __proto__: { eq: 1 }, toString: 'a' } },
    { 'label" or true --': { eq: 'a' } },
  ];

  it.each(absent)('what the schema of a masked caller does not have, whoever calls: %j', (where) => {
    expect(codeThrownBy(() => sqlOf(where, masked))).toBe('BAD_USER_INPUT');
  });
});
