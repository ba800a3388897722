import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('directivePlace', () => {
  it('leaves a directive with the name of a property of JavaScript to others', () => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'riskScore: Int @constructor');
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-directive', files, fixturePaths.settledClaim, '@constructor'),
    ]);
  });

  it("refuses a contract's directive on a nested type", () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'type Payment {',
      'type Payment @sla(freshness: "PT1H") {',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('directive-place', files, fixturePaths.settledClaim, 'type Payment'),
    ]);
  });

  it('refuses @filterable in a nested type', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'sentAt: DateTime! @classified(as: INTERNAL)',
      'sentAt: DateTime! @classified(as: INTERNAL) @filterable',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('directive-place', files, fixturePaths.settledClaim, 'sentAt: DateTime!'),
    ]);
  });

  it('refuses a mask in a product, which nobody sees', () => {
    const files = editedProject(fixturePaths.product, 'town: String', 'town: String @mask(strategy: REDACT)');
    expect(problemsOf(files)).toEqual([
      problemAt('directive-place', files, fixturePaths.product, 'town: String'),
    ]);
  });

  it("refuses a product's directives in a contract", () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      '@sla(freshness: "PT1M")',
      '@sla(freshness: "PT1M") @source(topic: "archive")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('directive-place', files, fixturePaths.claimDossier, '@source('),
    ]);
  });
});
