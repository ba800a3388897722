import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('productTableName', () => {
  it('refuses a name that needs quotes', () => {
    const files = editedProject(fixturePaths.product, 'table: "offices"', 'table: "Offices"');
    expect(problemsOf(files)).toEqual([
      problemAt('product-table-name', files, fixturePaths.product, '@product(\n    table: "Offices"'),
    ]);
  });

  it('refuses the name of a lineage table', () => {
    const files = editedProject(fixturePaths.product, 'table: "offices"', 'table: "offices__event"');
    expect(problemsOf(files)).toEqual([
      problemAt('product-table-name', files, fixturePaths.product, '@product(\n    table: "offices__event"'),
    ]);
  });

  it('refuses a name twice', () => {
    const files = editedProject(fixturePaths.product, 'table: "offices"', 'table: "claims"');
    expect(problemsOf(files)).toEqual([
      problemAt(
        'product-table-name',
        files,
        fixturePaths.product,
        '@product(\n    table: "claims"\n    owner: "intake"\n    authority: REPLICA',
      ),
    ]);
  });
});
