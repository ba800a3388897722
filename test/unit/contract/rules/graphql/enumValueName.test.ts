import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim, shared } = fixturePaths;

describe('enumValueName', () => {
  it('refuses names that are reserved', () => {
    const files = editedProject(settledClaim, '  PAID_IN_PART\n', '  __PAID_IN_PART\n');
    expect(problemsOf(files)).toEqual([problemAt('enum-value-name', files, settledClaim, '__PAID')]);
    const region = editedProject(shared, '  SOUTH\n', '  __proto__\n');
    expect(problemsOf(region)).toEqual([problemAt('enum-value-name', region, shared, '__proto__')]);
  });

  it('takes other names', () => {
    expect(problemsOf(editedProject(settledClaim, '  PAID_IN_PART\n', '  _paid__in_part\n'))).toEqual([]);
  });
});
