import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('rootType', () => {
  it('refuses type Query', () => {
    const base = editedProject(fixturePaths.settledClaim, 'type Payment {', 'type Query {');
    const files = editedProject(
      fixturePaths.settledClaim,
      'payments: [Payment!]!',
      'payments: [Query!]!',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('root-type', files, fixturePaths.settledClaim, 'type Query {'),
    ]);
  });

  it('refuses type Mutation', () => {
    const base = editedProject(fixturePaths.settledClaim, 'type Payment {', 'type Mutation {');
    const files = editedProject(
      fixturePaths.settledClaim,
      'payments: [Payment!]!',
      'payments: [Mutation!]!',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('root-type', files, fixturePaths.settledClaim, 'type Mutation {'),
    ]);
  });

  it('refuses type Subscription', () => {
    const base = editedProject(fixturePaths.settledClaim, 'type Payment {', 'type Subscription {');
    const files = editedProject(
      fixturePaths.settledClaim,
      'payments: [Payment!]!',
      'payments: [Subscription!]!',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('root-type', files, fixturePaths.settledClaim, 'type Subscription {'),
    ]);
  });
});
