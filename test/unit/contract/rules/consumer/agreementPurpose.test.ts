import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('agreementPurpose', () => {
  it('refuses a purpose that the contract does not have', () => {
    const files = editedProject(
      fixturePaths.consumers,
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31',
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE, CLAIM_HANDLING]\n        regions: ALL\n        until: 2028-12-31',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-purpose', files, fixturePaths.consumers, 'CLAIM_HANDLING'),
    ]);
  });

  it('refuses a purpose that nobody has', () => {
    const files = editedProject(
      fixturePaths.consumers,
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31',
      'contract: settled_claim@1\n        purposes: [CURIOSITY]\n        regions: ALL\n        until: 2028-12-31',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-purpose', files, fixturePaths.consumers, 'CURIOSITY'),
    ]);
  });
});
