import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

/** No contract names the table, so that nothing else is wrong when it has another name. */
const unnamed = editedProject(
  fixturePaths.settledClaim,
  '  @derivedFrom(product: "claim_intake.offices", by: "office")\n',
  '',
);

describe('productTableName', () => {
  it('refuses a name that needs quotes', () => {
    const files = editedProject(fixturePaths.product, 'table: "offices"', 'table: "Offices"', unnamed);
    expect(problemsOf(files)).toEqual([
      problemAt('product-table-name', files, fixturePaths.product, '@product(\n    table: "Offices"'),
    ]);
  });

  it('refuses the name of a lineage table', () => {
    const files = editedProject(fixturePaths.product, 'table: "offices"', 'table: "offices__event"', unnamed);
    expect(problemsOf(files)).toEqual([
      problemAt('product-table-name', files, fixturePaths.product, '@product(\n    table: "offices__event"'),
    ]);
  });

  it('refuses a name twice', () => {
    const files = editedProject(fixturePaths.product, 'table: "offices"', 'table: "claims"', unnamed);
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
