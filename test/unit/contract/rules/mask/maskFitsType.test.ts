import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('maskFitsType', () => {
  it('refuses EMAIL on Int!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Int! @mask(strategy: EMAIL)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses HASH on Decimal!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Decimal! @mask(strategy: HASH)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses TOKEN on [ID!]!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: [ID!]! @mask(strategy: TOKEN)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses REDACT on ClaimOutcome!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: ClaimOutcome! @mask(strategy: REDACT)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses FIRST_FOUR on JSON!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: JSON! @mask(strategy: FIRST_FOUR)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses LAST_FOUR on Locality!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Locality! @mask(strategy: LAST_FOUR)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses YEAR on String!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: String! @mask(strategy: YEAR)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses MONTH on Int!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Int! @mask(strategy: MONTH)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses BUCKET on String!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: String! @mask(strategy: BUCKET, width: "10")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses REDACT on Boolean!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Boolean! @mask(strategy: REDACT)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-fits-type', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('takes LAST_FOUR on ID!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: ID! @mask(strategy: LAST_FOUR)',
    );
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes TOKEN on String', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: String @mask(strategy: TOKEN)',
    );
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes YEAR on Date!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Date! @mask(strategy: YEAR)',
    );
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes MONTH on DateTime!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: DateTime! @mask(strategy: MONTH)',
    );
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes BUCKET on Decimal!', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Decimal! @mask(strategy: BUCKET, width: "0.5")',
    );
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes NULLIFY on ClaimOutcome', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: ClaimOutcome @mask(strategy: NULLIFY)',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
