import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('reconciliationSql', () => {
  it('refuses one without resolve.sql', () => {
    const files = projectFixture({ [fixturePaths.resolveSql]: undefined });
    expect(problemsOf(files)).toEqual([
      problemAt('reconciliation-sql', files, fixturePaths.reconciliation, 'type ClaimBalance'),
    ]);
  });

  it('refuses one without exceptions.sql', () => {
    const files = projectFixture({ [fixturePaths.exceptionsSql]: undefined });
    expect(problemsOf(files)).toEqual([
      problemAt('reconciliation-sql', files, fixturePaths.reconciliation, 'type ClaimBalance'),
    ]);
  });
});
