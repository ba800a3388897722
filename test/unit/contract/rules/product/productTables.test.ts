import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';

describe('productTables', () => {
  it('refuses a product without tables', () => {
    const files = projectFixture({
      'schema/products/ledger/product.graphql':
        '"What the books say of a claim."\nenum Book {\n  "Where money comes in."\n  INCOME\n}\n',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('product-without-table', files, 'schema/products/ledger/product.graphql'),
    ]);
  });
});
