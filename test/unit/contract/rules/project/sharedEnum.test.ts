import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('sharedEnum', () => {
  it('refuses a project without regions', () => {
    const files = editedProject(fixturePaths.shared, 'enum Region', 'enum Area');
    expect(problemsOf(files)).toEqual([problemAt('shared-enum-missing', files, fixturePaths.shared)]);
  });

  it('refuses regions that are no enum', () => {
    const base = editedProject(
      fixturePaths.shared,
      'enum Region {\n  "Sweden, Norway, Finland, Denmark."\n  NORTH\n  "Spain, Italy, Portugal, Greece."\n  SOUTH\n}',
      'type Region {\n  "Sweden, Norway, Finland, Denmark."\n  north: Boolean @classified(as: PUBLIC)\n}',
    );
    const base2 = editedProject(
      fixturePaths.settledClaim,
      'region: Region @classified(as: PUBLIC) @filterable',
      'region: String @classified(as: PUBLIC) @filterable',
      base,
    );
    const base3 = editedProject(fixturePaths.settledClaim, '  @residency(by: "region")\n', '', base2);
    const files = editedProject(fixturePaths.consumers, '[NORTH]', 'ALL', base3);
    expect(problemsOf(files)).toEqual([
      problemAt('shared-enum-missing', files, fixturePaths.shared, 'type Region'),
    ]);
  });
});
