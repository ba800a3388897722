import { describe, expect, it } from '@jest/globals';
import { deriveMaskKeys } from '../../../../src/policy/masks/deriveMaskKeys.ts';
import { parseWhere } from '../../../../src/query/where/parseWhere.ts';
import { matchesCondition } from '../../../../src/query/where/matchesCondition.ts';
import { liveFilter } from '../../../../src/server/live/liveFilter.ts';
import { parcelAccess } from '../../../support/parcels.ts';

describe('liveFilter', () => {
  it('masks a value of a row once, however many conditions ask for it', () => {
    const access = parcelAccess('analyst', 'parcel@2');
    const where = parseWhere(
      { not: { or: Array.from({ length: 90 }, (_, at) => ({ accountNumber: { eq: `hash_${at}` } })) } },
      access,
    );
    const { masked } = liveFilter({ access, where }, 'ANALYTICS', deriveMaskKeys('x'.repeat(32)));
    let read = 0;
    const row = {
      parcelId: 'p1',
      get accountNumber() {
        read += 1;
        return 'a';
      },
    };
    const account = access.fields.get('accountNumber')?.field;
    const made = account && masked(account, row);
    expect(made).toMatch(/^hash_/);
    expect(read).toBe(1);
    expect(account && masked(account, row)).toBe(made);
    expect(read).toBe(1);
    expect(matchesCondition(where, row, masked)).toBe(true);
    // Of another row nothing is known yet.
    expect(account && masked(account, { ...row, accountNumber: 'b' })).not.toBe(made);
  });
});
