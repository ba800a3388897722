import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { product, reconciliation } = fixturePaths;

describe('productKeyName', () => {
  it.each(['source', 'partition', 'offset'])('refuses %s in a key', (name) => {
    const base = editedProject(product, '@key(fields: "claimId")', `@key(fields: "claimId ${name}")`);
    const files = editedProject(product, '  town: String', `  ${name}: String!`, base);
    expect(problemsOf(files)).toEqual([problemAt('product-key-name', files, product, `  ${name}: String!`)]);
  });

  it('takes them elsewhere', () => {
    expect(problemsOf(editedProject(product, '  town: String', '  source: String'))).toEqual([]);
    const base = editedProject(reconciliation, '@key(fields: "claimId")', '@key(fields: "claimId source")');
    const files = editedProject(
      reconciliation,
      '  difference: Decimal',
      '  difference: Decimal "Who says it." source: ID!',
      base,
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
