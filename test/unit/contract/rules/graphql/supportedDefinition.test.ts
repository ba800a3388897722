import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('supportedDefinition', () => {
  it('refuses an interface', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      'interface Dated {\n  at: Date\n}\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'interface Dated'),
    ]);
  });

  it('refuses a union', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      'union Either = Payment\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'union Either'),
    ]);
  });

  it('refuses an input', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      'input Filter {\n  a: Int\n}\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'input Filter'),
    ]);
  });

  it('refuses a scalar', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      'scalar Money\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'scalar Money'),
    ]);
  });

  it('refuses a directive', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      'directive @secret on OBJECT\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'directive @secret'),
    ]);
  });

  it('refuses a schema', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      'schema {\n  query: Payment\n}\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'schema {'),
    ]);
  });

  it('refuses an extension', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      'extend type Payment {\n  more: Int\n}\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'extend type'),
    ]);
  });

  it('refuses a query', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      '{\n  claims\n}\n\n"How a claim can be decided."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, '{\n  claims'),
    ]);
  });

  it('refuses a type that implements an interface', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'type Payment {',
      'type Payment implements Dated {',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unsupported-definition', files, fixturePaths.settledClaim, 'implements Dated'),
    ]);
  });
});
