import { describe, expect, it } from '@jest/globals';
import { afterSql, atOrBeforeSql } from '../../../../src/query/order/keysetSql.ts';
import { orderingText } from '../../../../src/query/order/orderingText.ts';
import { orderSql } from '../../../../src/query/order/orderSql.ts';
import { parseOrderBy, reverseOrdering } from '../../../../src/query/order/parseOrderBy.ts';
import { parcelAccess } from '../../../support/parcels.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const parcel = parcelAccess('tracker', 'parcel@2');
const scan = parcelAccess('carrier', 'scan@1');
const plain = ({ text, values }: { text: string; values: unknown[] }): unknown => ({ text, values });

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
  it.each([
    [[], ['7'], '("parcel_id") > ($1)', ['7']],
    [[{ duty: 'ASC' }], ['1.5', '7'], '("duty", "parcel_id") > ($1,$2)', ['1.5', '7']],
    [[{ duty: 'DESC' }], ['1.5', '7'], '("duty", "parcel_id") < ($1,$2)', ['1.5', '7']],
    [[{ label: 'DESC' }], ['a', '7'], '("label", "parcel_id") < ($1,$2)', ['a', '7']],
    [[{ label: 'ASC' }], ['a', '7'], '("label", "parcel_id") > ($1,$2) or ("label" is null)', ['a', '7']],
    [[{ label: 'ASC' }], [null, '7'], '("label" is null and "parcel_id" > $1)', ['7']],
    [
      [{ label: 'DESC' }],
      [null, '7'],
      '("label" is not null) or ("label" is null and "parcel_id" < $1)',
      ['7'],
    ],
    [
      [{ duty: 'DESC' }, { label: 'ASC' }],
      ['1', 'a', '7'],
      '("duty" < $1) or ("duty" = $2 and ("label" > $3 or "label" is null)) or ("duty" = $4 and "label" = $5 and "parcel_id" > $6)',
      ['1', '1', 'a', '1', 'a', '7'],
    ],
    [
      [{ duty: 'ASC' }, { label: 'ASC' }],
      ['1', 'a', '7'],
      '("duty", "label", "parcel_id") > ($1,$2,$3) or ("duty" = $4 and "label" is null)',
      ['1', 'a', '7', '1'],
    ],
  ])('%j after %j', (orderBy, position, text, values) => {
    expect(plain(afterSql(parseOrderBy(orderBy, parcel), position))).toEqual({
      text: text.replaceAll(',$', ', $'),
      values,
    });
  });

  it('backwards is the same in the reverse ordering', () => {
    const ordering = parseOrderBy([{ label: 'ASC' }], parcel);
    expect(afterSql(reverseOrdering(ordering), ['a', '7']).text).toBe('("label", "parcel_id") < ($1, $2)');
  });

  it('at or before is what is not after', () => {
    expect(plain(atOrBeforeSql(parseOrderBy([{ duty: 'ASC' }], parcel), ['1', '7']))).toEqual({
      text: '(("duty", "parcel_id") < ($1, $2)) or ("duty" = $3 and "parcel_id" = $4)',
      values: ['1', '7', '1', '7'],
    });
  });
});
