import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('agreementUnique', () => {
  it('refuses two agreements about the same', () => {
    const files = editedProject(
      fixturePaths.consumers,
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31',
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31\n      - contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: [SOUTH]\n        until: 2028-12-31',
    );
    expect(problemsOf(files)).toEqual([
      problemAt(
        'agreement-repeated',
        files,
        fixturePaths.consumers,
        'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: [SOUTH]',
      ),
    ]);
  });

  it('takes two with different purposes', () => {
    const files = editedProject(
      fixturePaths.consumers,
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31',
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31\n      - contract: settled_claim@1\n        purposes: [FRAUD_REVIEW]\n        regions: ALL\n        until: 2028-12-31',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
