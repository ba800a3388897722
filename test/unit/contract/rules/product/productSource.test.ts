import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('productSource', () => {
  it('refuses a table that nothing feeds', () => {
    const base = projectFixture({ [fixturePaths.officesCsv]: undefined });
    const files = editedProject(fixturePaths.product, '\n  @source(file: "offices.csv")', '', base);
    expect(problemsOf(files)).toEqual([
      problemAt('product-source', files, fixturePaths.product, 'type Office\n'),
    ]);
  });

  it('refuses neither', () => {
    const files = editedProject(
      fixturePaths.product,
      '@source(topic: "intake.claims")',
      '@source(topic: "intake.claims")\n  @source',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('product-source', files, fixturePaths.product, '@source {'),
    ]);
  });
});
