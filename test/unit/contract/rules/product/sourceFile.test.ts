import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('sourceFile', () => {
  it('refuses a file that there is not', () => {
    const base = projectFixture({ [fixturePaths.officesCsv]: undefined });
    const files = editedProject(
      fixturePaths.product,
      '@source(file: "offices.csv")',
      '@source(file: "branches.csv")',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('source-file', files, fixturePaths.product, '@source(file'),
    ]);
  });

  it('refuses a file without a column for each field', () => {
    const files = projectFixture({ [fixturePaths.officesCsv]: 'office,area\nUppsala,NORTH\n' });
    expect(problemsOf(files)).toEqual([
      problemAt('source-file', files, fixturePaths.product, '@source(file'),
    ]);
  });

  it('takes columns in any order, and more of them', () => {
    const files = projectFixture({ [fixturePaths.officesCsv]: 'region,remark,office\nNORTH,,Uppsala\n' });
    expect(problemsOf(files)).toEqual([]);
  });
});
