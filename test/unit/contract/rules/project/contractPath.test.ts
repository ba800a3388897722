import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('contractPath', () => {
  it('refuses SettledClaim/v1.graphql', () => {
    const files = projectFixture({ 'schema/contracts/SettledClaim/v1.graphql': 'type X' });
    expect(problemsOf(files)).toEqual([
      problemAt('contract-path', files, 'schema/contracts/SettledClaim/v1.graphql'),
    ]);
  });

  it('refuses settled_claim/v0.graphql', () => {
    const files = projectFixture({ 'schema/contracts/settled_claim/v0.graphql': 'type X' });
    expect(problemsOf(files)).toEqual([
      problemAt('contract-path', files, 'schema/contracts/settled_claim/v0.graphql'),
    ]);
  });

  it('refuses settled_claim/v02.graphql', () => {
    const files = projectFixture({ 'schema/contracts/settled_claim/v02.graphql': 'type X' });
    expect(problemsOf(files)).toEqual([
      problemAt('contract-path', files, 'schema/contracts/settled_claim/v02.graphql'),
    ]);
  });

  it('refuses a version that is no small number', () => {
    const path = 'schema/contracts/settled_claim/v10000.graphql';
    const files = projectFixture({ [path]: 'type X' });
    expect(problemsOf(files)).toEqual([problemAt('contract-path', files, path)]);
  });

  it('refuses settled_claim/draft.sql', () => {
    const files = projectFixture({ 'schema/contracts/settled_claim/draft.sql': 'type X' });
    expect(problemsOf(files)).toEqual([
      problemAt('contract-path', files, 'schema/contracts/settled_claim/draft.sql'),
    ]);
  });

  it('refuses settled_claim.graphql', () => {
    const files = projectFixture({ 'schema/contracts/settled_claim.graphql': 'type X' });
    expect(problemsOf(files)).toEqual([
      problemAt('contract-path', files, 'schema/contracts/settled_claim.graphql'),
    ]);
  });

  it('refuses claims/settled_claim/v1.graphql', () => {
    const files = projectFixture({ 'schema/contracts/claims/settled_claim/v1.graphql': 'type X' });
    expect(problemsOf(files)).toEqual([
      problemAt('contract-path', files, 'schema/contracts/claims/settled_claim/v1.graphql'),
    ]);
  });

  it('takes any further version', () => {
    const files = projectFixture({
      'schema/contracts/settled_claim/v12.graphql': projectFixture().get(fixturePaths.settledClaim),
      'schema/contracts/settled_claim/v12.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([]);
  });
});
