import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('consumersFilePresent', () => {
  it('refuses a project without consumers.yaml', () => {
    const files = projectFixture({ [fixturePaths.consumers]: undefined });
    expect(problemsOf(files)).toEqual([problemAt('consumers-missing', files, fixturePaths.consumers)]);
  });

  it('takes one that has none yet', () => {
    const files = projectFixture({ [fixturePaths.consumers]: 'consumers: {}\n' });
    expect(problemsOf(files)).toEqual([]);
  });
});
