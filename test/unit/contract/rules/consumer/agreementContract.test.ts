import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('agreementContract', () => {
  it('refuses a contract version that there is not', () => {
    const files = editedProject(
      fixturePaths.consumers,
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31',
      'contract: settled_claim@9\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-contract', files, fixturePaths.consumers, 'settled_claim@9'),
    ]);
  });
});
