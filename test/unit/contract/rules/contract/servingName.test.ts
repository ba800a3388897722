import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('servingName', () => {
  it('refuses a table without a schema', () => {
    const files = editedProject(fixturePaths.claimDossier, 'table: "archive.dossiers"', 'table: "dossiers"');
    expect(problemsOf(files)).toEqual([
      problemAt('serving-name', files, fixturePaths.claimDossier, '@serving('),
    ]);
  });

  it("refuses the platform's tables", () => {
    const files = editedProject(fixturePaths.claimDossier, 'table: "archive.dossiers"', 'table: "raw.event"');
    expect(problemsOf(files)).toEqual([
      problemAt('serving-name', files, fixturePaths.claimDossier, '@serving('),
    ]);
  });

  it("refuses the platform's record of migrations", () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      'table: "archive.dossiers"',
      'table: "concordat.migration"',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('serving-name', files, fixturePaths.claimDossier, '@serving('),
    ]);
  });

  it("refuses to fill a table in a product's schema", () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '  @derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '  @serving(table: "claim_intake.claims__event")\n  @derivedFrom(product: "claim_intake.claims", by: "claim_id")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('serving-name', files, fixturePaths.settledClaim, '@serving('),
    ]);
  });

  it.each(['archive dossiers', '', '.', '..', 'ärenden', 'a'.repeat(250)])(
    'refuses topic "%s", which Kafka does not take',
    (topic) => {
      const files = editedProject(
        fixturePaths.claimDossier,
        'topic: "archive.dossiers"',
        `topic: "${topic}"`,
      );
      expect(problemsOf(files)).toEqual([
        problemAt('serving-name', files, fixturePaths.claimDossier, '@serving('),
      ]);
    },
  );

  it('refuses an as-of that is no column', () => {
    const files = editedProject(fixturePaths.claimDossier, 'asOf: "loaded_at"', 'asOf: "max(loaded_at)"');
    expect(problemsOf(files)).toEqual([
      problemAt('serving-name', files, fixturePaths.claimDossier, '@serving('),
    ]);
  });
});
