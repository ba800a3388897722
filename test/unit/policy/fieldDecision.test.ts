import { describe, expect, it } from '@jest/globals';
import { fieldDecision } from '../../../src/policy/fieldDecision.ts';
import { field, mask } from '../../support/policyModel.ts';

describe('fieldDecision', () => {
  it('shows a field without a mask', () => {
    expect(fieldDecision(field('market', 'String'), 'AUDIT')).toEqual({ kind: 'CLEAR' });
  });

  it('masks for every purpose but those that the mask is clear for', () => {
    const email = field('email', 'String', { mask: mask('EMAIL', { clearFor: ['CARE'] }) });
    expect(fieldDecision(email, 'AUDIT')).toEqual({ kind: 'MASKED', strategy: 'EMAIL' });
    expect(fieldDecision(email, 'CARE')).toEqual({ kind: 'CLEAR' });
  });

  it('hides a field from purposes that @purpose does not allow', () => {
    const score = field('riskScore', 'Int', { purposes: ['CARE'] });
    expect(fieldDecision(score, 'AUDIT')).toBeUndefined();
    expect(fieldDecision(score, 'CARE')).toEqual({ kind: 'CLEAR' });
  });

  it('hides a field without a known classification (attack 29)', () => {
    const declared = field('note', 'String');
    Object.assign(declared, { classification: undefined });
    expect(fieldDecision(declared, 'AUDIT')).toBeUndefined();
  });
});
