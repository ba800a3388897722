import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('fieldName', () => {
  it('refuses names that are not in camelCase', () => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'risk_score: Int');
    expect(problemsOf(files)).toEqual([
      problemAt('field-name', files, fixturePaths.settledClaim, 'risk_score: Int'),
    ]);
  });

  it('refuses the words of filters', () => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'not: Int');
    expect(problemsOf(files)).toEqual([
      problemAt('field-name', files, fixturePaths.settledClaim, 'not: Int'),
    ]);
  });

  it("refuses the gateway's names", () => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', '_meta: Int');
    expect(problemsOf(files)).toEqual([
      problemAt('field-name', files, fixturePaths.settledClaim, '_meta: Int'),
    ]);
  });
});
