import { describe, expect, it } from '@jest/globals';
import { formatReplay } from '../../../../src/cli/parked/formatReplay.ts';

const left = ['claims', 'audit'].map((product) => ({
  product,
  reason: 'no JSON',
  owner: 'intake',
  events: 2,
}));
const nothing = { products: [], contracts: [], notParked: [], isMixed: false };

describe('what a replay did, for people', () => {
  it('counts an event that stays parked for two products once', () => {
    expect(formatReplay({ ...nothing, left, leftEvents: 3 }, false).split('\n')).toEqual([
      '3 stay parked, 4 times: once for each product that could not take one:',
      '  2  claims: no JSON (owner intake)',
      '  2  audit: no JSON (owner intake)',
      '',
    ]);
  });

  it('says one number where each is parked for one', () => {
    expect(formatReplay({ ...nothing, left, leftEvents: 4 }, false)).toMatch(/^4 stay parked:\n/);
  });
});
