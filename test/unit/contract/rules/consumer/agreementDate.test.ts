import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('agreementDate', () => {
  it('refuses what is no day', () => {
    const files = editedProject(
      fixturePaths.consumers,
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-12-31',
      'contract: settled_claim@1\n        purposes: [FINANCIAL_CLOSE]\n        regions: ALL\n        until: 2028-13-01',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-date', files, fixturePaths.consumers, '2028-13-01'),
    ]);
  });
});
