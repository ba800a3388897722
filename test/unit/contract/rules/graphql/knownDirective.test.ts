import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('knownDirective', () => {
  it('refuses a directive that the vocabulary does not have', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'riskScore: Int @classified(as: RESTRICTED)',
      'riskScore: Int @classified(as: RESTRICTED) @secret',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-directive', files, fixturePaths.settledClaim, '@secret'),
    ]);
  });

  it('says which one may have been meant', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'riskScore: Int @classified(as: RESTRICTED)',
      'riskScore: Int @classified(as: RESTRICTED) @residancy',
    );
    expect(compileProject(files)).toMatchObject({
      problems: [{ message: 'Unknown directive "@residancy". Did you mean "residency"?' }],
    });
  });

  it('refuses a directive where it may not stand', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: String @residency(by: "region")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-directive', files, fixturePaths.settledClaim, 'oldReference: String'),
    ]);
  });

  it('takes those of GraphQL itself', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'holderEmail: String',
      'holderEmail: String @deprecated(reason: "Nobody reads it.")',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
