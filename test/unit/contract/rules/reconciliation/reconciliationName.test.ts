import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('reconciliationName', () => {
  it('refuses exception', () => {
    const files = projectFixture({
      'schema/reconciliations/exception/reconciliation.graphql': projectFixture().get(
        fixturePaths.reconciliation,
      ),
      'schema/reconciliations/exception/resolve.sql': 'select 1',
      'schema/reconciliations/exception/exceptions.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('reconciliation-name', files, 'schema/reconciliations/exception/reconciliation.graphql'),
    ]);
  });

  it('refuses exception_reach', () => {
    const files = projectFixture({
      'schema/reconciliations/exception_reach/reconciliation.graphql': projectFixture().get(
        fixturePaths.reconciliation,
      ),
      'schema/reconciliations/exception_reach/resolve.sql': 'select 1',
      'schema/reconciliations/exception_reach/exceptions.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt(
        'reconciliation-name',
        files,
        'schema/reconciliations/exception_reach/reconciliation.graphql',
      ),
    ]);
  });
});
