import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('agreementRegion', () => {
  it('refuses a region that there is not', () => {
    const files = editedProject(fixturePaths.consumers, '[NORTH]', '[NORTH, WEST]');
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-region', files, fixturePaths.consumers, '[NORTH, WEST]'),
    ]);
  });
});
