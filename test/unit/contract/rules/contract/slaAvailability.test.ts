import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('slaAvailability', () => {
  it('refuses a share of more than all', () => {
    const files = editedProject(fixturePaths.settledClaim, 'availability: 0.99', 'availability: 99');
    expect(problemsOf(files)).toEqual([
      problemAt('sla-availability', files, fixturePaths.settledClaim, 'availability: 99'),
    ]);
  });

  it('takes all of the time', () => {
    const files = editedProject(fixturePaths.settledClaim, 'availability: 0.99', 'availability: 1');
    expect(problemsOf(files)).toEqual([]);
  });
});
