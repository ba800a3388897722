import { describe, expect, it } from '@jest/globals';
import { maskIdentity } from '../../../../src/policy/masks/maskIdentity.ts';
import { maskKeys } from '../../../support/policyModel.ts';

describe('maskIdentity', () => {
  it('is a token: equal for equal values of one purpose, different for another', () => {
    expect(maskIdentity('p-1', 'AUDIT', maskKeys)).toMatch(/^token_[\w-]{43}$/);
    expect(maskIdentity('p-1', 'AUDIT', maskKeys)).toBe(maskIdentity('p-1', 'AUDIT', maskKeys));
    expect(maskIdentity('p-1', 'AUDIT', maskKeys)).not.toBe(maskIdentity('p-2', 'AUDIT', maskKeys));
    expect(maskIdentity('p-1', 'AUDIT', maskKeys)).not.toBe(maskIdentity('p-1', 'CARE', maskKeys));
  });

  it('is the same whichever type a driver returned', () => {
    expect(maskIdentity(7n, 'AUDIT', maskKeys)).toBe(maskIdentity('7', 'AUDIT', maskKeys));
  });
});
