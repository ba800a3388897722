import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { ConcordatError } from '../../../src/errors/ConcordatError.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

describe('assertProject', () => {
  it('gives the project', () => {
    expect(assertProject(projectFixture()).contracts).toHaveLength(2);
  });

  it('throws everything that is wrong', () => {
    const base = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'status: Int');
    const files = editedProject(fixturePaths.consumers, '[NORTH]', '[WEST]', base);
    expect(() => assertProject(files)).toThrow(ConcordatError);
    expect(() => assertProject(files)).toThrow(/2 problems:\n.*WEST[^]*"status"/);
  });
});
