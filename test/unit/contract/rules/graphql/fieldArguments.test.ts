import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('fieldArguments', () => {
  it('refuses arguments of a field', () => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'riskScore(model: String): Int');
    expect(problemsOf(files)).toEqual([
      problemAt('field-arguments', files, fixturePaths.settledClaim, 'riskScore(model'),
    ]);
  });
});
