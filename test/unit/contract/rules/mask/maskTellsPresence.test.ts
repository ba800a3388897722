import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('maskTellsPresence', () => {
  it('refuses YEAR on a nullable field', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Date @mask(strategy: YEAR)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-tells-presence', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses MONTH on a nullable field', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: DateTime @mask(strategy: MONTH)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-tells-presence', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses BUCKET on a nullable field', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Int @mask(strategy: BUCKET, width: "10")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-tells-presence', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });
});
