import { describe, expect, it } from '@jest/globals';
import { afterSql, rangesAfter, rangesUpTo } from '../../../../src/query/order/keysetRanges.ts';
import { orderingText } from '../../../../src/query/order/orderingText.ts';
import { orderSql } from '../../../../src/query/order/orderSql.ts';
import { parseOrderBy, reverseOrdering } from '../../../../src/query/order/parseOrderBy.ts';
import { parcelAccess } from '../../../support/parcels.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const parcel = parcelAccess('tracker', 'parcel@2');
const scan = parcelAccess('carrier', 'scan@1');

describe('orderBy', () => {
  it.each([
    [undefined, 'parcel_id ASC'],
    [null, 'parcel_id ASC'],
    [[], 'parcel_id ASC'],
    [[{ duty: 'DESC' }], 'duty DESC,parcel_id DESC'],
    [[{ parcelId: 'DESC' }], 'parcel_id DESC'],
    [[{ duty: 'DESC' }, { label: 'ASC' }], 'duty DESC,label ASC,parcel_id ASC'],
    [[{ parcelId: 'ASC' }, { label: 'DESC' }], 'parcel_id ASC,label DESC'],
  ])('%j', (orderBy, text) => {
    expect(orderingText(parseOrderBy(orderBy, parcel))).toBe(text);
  });

  it('completes a key of two fields', () => {
    expect(orderSql(parseOrderBy([{ place: 'DESC' }, { scanNumber: 'DESC' }], scan)).text).toBe(
      '"place" desc, "scan_number" desc, "parcel_id" desc',
    );
  });

  it.each([
    [[{}]],
    [[{ duty: 'ASC', label: 'ASC' }]],
    [[{ duty: 'ASC' }, { duty: 'DESC' }]],
    [[{ duty: null }]],
    [[{ duty: 'ASC; drop table x' }]],
    [[{ 'duty" desc --': 'ASC' }]],
    [[{ __proto__: null, constructor: 'ASC' }]],
  ])('refuses %j', (orderBy) => {
    expect(codeThrownBy(() => parseOrderBy(orderBy, parcel))).toBe('BAD_USER_INPUT');
  });

  it('refuses a masked field, whoever calls (attack 15)', () => {
    const masked = parcelAccess('analyst', 'parcel@2');
    expect(codeThrownBy(() => parseOrderBy([{ insuredSum: 'ASC' }], masked))).toBe('BAD_USER_INPUT');
    expect(codeThrownBy(() => parseOrderBy([{ orderedAt: 'DESC' }], masked))).toBe('BAD_USER_INPUT');
  });
});

describe('the rows after a position', () => {
  const texts = (ranges: readonly { text: string; values: unknown[] }[]): unknown[] =>
    ranges.map(({ text, values }) => [text, ...values]);

  it.each([
    [[], ['7'], [['("parcel_id") > ($1)', '7']]],
    [[{ duty: 'ASC' }], ['1.5', '7'], [['("duty", "parcel_id") > ($1, $2)', '1.5', '7']]],
    [[{ duty: 'DESC' }], ['1.5', '7'], [['("duty", "parcel_id") < ($1, $2)', '1.5', '7']]],
    [[{ label: 'DESC' }], ['a', '7'], [['("label", "parcel_id") < ($1, $2)', 'a', '7']]],
    [[{ label: 'ASC' }], ['a', '7'], [['("label", "parcel_id") > ($1, $2)', 'a', '7'], ['"label" is null']]],
    [[{ label: 'ASC' }], [null, '7'], [['"label" is null and ("parcel_id") > ($1)', '7']]],
    [
      [{ label: 'DESC' }],
      [null, '7'],
      [['"label" is null and ("parcel_id") < ($1)', '7'], ['"label" is not null']],
    ],
    [
      [{ duty: 'DESC' }, { label: 'ASC' }],
      ['1', 'a', '7'],
      [
        ['"duty" = $1 and ("label", "parcel_id") > ($2, $3)', '1', 'a', '7'],
        ['"duty" = $1 and "label" is null', '1'],
        ['("duty") < ($1)', '1'],
      ],
    ],
    [
      [{ duty: 'ASC' }, { label: 'ASC' }],
      ['1', 'a', '7'],
      [
        ['("duty", "label", "parcel_id") > ($1, $2, $3)', '1', 'a', '7'],
        ['"duty" = $1 and "label" is null', '1'],
      ],
    ],
  ])('%j after %j', (orderBy, position, expected) => {
    const found = texts(rangesAfter(parseOrderBy(orderBy, parcel), position));
    expect(found).toEqual(expected.map(([text, ...values]) => [text, ...values]));
  });

  it('backwards are those in the reverse ordering', () => {
    const ordering = parseOrderBy([{ label: 'ASC' }], parcel);
    expect(texts(rangesAfter(reverseOrdering(ordering), ['a', '7']))).toEqual([
      ['("label", "parcel_id") < ($1, $2)', 'a', '7'],
    ]);
  });

  it('up to it are itself and what comes before', () => {
    expect(texts(rangesUpTo(parseOrderBy([{ duty: 'ASC' }], parcel), ['1', '7']))).toEqual([
      ['"duty" = $1 and "parcel_id" = $2', '1', '7'],
      ['("duty", "parcel_id") < ($1, $2)', '1', '7'],
    ]);
  });

  it('are one condition where no index has to answer', () => {
    expect(afterSql(parseOrderBy([{ label: 'ASC' }], parcel), ['a', '7']).text).toBe(
      '(("label", "parcel_id") > ($1, $2)) or ("label" is null)',
    );
  });
});
