import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('duration', () => {
  it('refuses a freshness that is none', () => {
    const files = editedProject(fixturePaths.settledClaim, 'freshness: "PT24H"', 'freshness: "24h"');
    expect(problemsOf(files)).toEqual([problemAt('duration', files, fixturePaths.settledClaim, '"24h"')]);
  });

  it('refuses a retention that is none', () => {
    const files = editedProject(fixturePaths.settledClaim, 'retention: "P10Y"', 'retention: "10 years"');
    expect(problemsOf(files)).toEqual([
      problemAt('duration', files, fixturePaths.settledClaim, '"10 years"'),
    ]);
  });

  it("refuses a product's freshness that is none", () => {
    const files = editedProject(fixturePaths.product, 'freshness: "PT1M"', 'freshness: "P"');
    expect(problemsOf(files)).toEqual([
      problemAt('duration', files, fixturePaths.product, '@product(\n    table: "claims"'),
    ]);
  });

  it("refuses an exception's due time that is none", () => {
    const files = editedProject(fixturePaths.reconciliation, 'dueWithin: "P3D"', 'dueWithin: "3"');
    expect(problemsOf(files)).toEqual([
      problemAt('duration', files, fixturePaths.reconciliation, 'dueWithin'),
    ]);
  });

  it('takes all that ISO 8601 has', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      'freshness: "PT24H"',
      'freshness: "P1DT12H30M1.5S"',
    );
    const files = editedProject(fixturePaths.reconciliation, 'dueWithin: "P3D"', 'dueWithin: "P1W"', base);
    expect(problemsOf(files)).toEqual([]);
  });
});
