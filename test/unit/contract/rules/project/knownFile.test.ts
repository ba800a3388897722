import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';

describe('knownFile', () => {
  it('refuses consumers.yml', () => {
    const files = projectFixture({ 'schema/consumers.yml': '' });
    expect(problemsOf(files)).toEqual([problemAt('unknown-file', files, 'schema/consumers.yml')]);
  });

  it('refuses contract/settled_claim/v1.graphql', () => {
    const files = projectFixture({ 'schema/contract/settled_claim/v1.graphql': '' });
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-file', files, 'schema/contract/settled_claim/v1.graphql'),
    ]);
  });

  it('refuses contracts/settled_claim/v1.gql', () => {
    const files = projectFixture({ 'schema/contracts/settled_claim/v1.gql': '' });
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-file', files, 'schema/contracts/settled_claim/v1.gql'),
    ]);
  });

  it('refuses contracts/settled_claim/offices.csv', () => {
    const files = projectFixture({ 'schema/contracts/settled_claim/offices.csv': '' });
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-file', files, 'schema/contracts/settled_claim/offices.csv'),
    ]);
  });

  it('refuses products/ledger/notes.yaml', () => {
    const files = projectFixture({ 'schema/products/ledger/notes.yaml': '' });
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-file', files, 'schema/products/ledger/notes.yaml'),
    ]);
  });

  it('refuses products/offices.csv', () => {
    const files = projectFixture({ 'schema/products/offices.csv': '' });
    expect(problemsOf(files)).toEqual([problemAt('unknown-file', files, 'schema/products/offices.csv')]);
  });

  it('refuses contracts/settled_claim/v2.sql without its declaration', () => {
    const files = projectFixture({ 'schema/contracts/settled_claim/v2.sql': 'select 1' });
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-file', files, 'schema/contracts/settled_claim/v2.sql'),
    ]);
  });

  it('refuses products/ledger/project.sql without its declaration', () => {
    const files = projectFixture({ 'schema/products/ledger/project.sql': 'select 1' });
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-file', files, 'schema/products/ledger/project.sql'),
    ]);
  });

  it('refuses reconciliations/ledger/resolve.sql without its declaration', () => {
    const files = projectFixture({ 'schema/reconciliations/ledger/resolve.sql': 'select 1' });
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-file', files, 'schema/reconciliations/ledger/resolve.sql'),
    ]);
  });

  it('leaves sample data alone', () => {
    const files = projectFixture({ 'schema/sample/claims.ndjson': '{}' });
    expect(problemsOf(files)).toEqual([]);
  });
});
