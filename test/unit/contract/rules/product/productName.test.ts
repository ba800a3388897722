import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';

describe('productName', () => {
  it('refuses raw', () => {
    const files = projectFixture({
      'schema/products/raw/product.graphql':
        '"What stands in the books."\ntype Entry\n  @product(table: "entries", owner: "x", authority: DERIVED, freshness: "PT1M", deprecation: "None.")\n  @key(fields: "entryId")\n  @source(topic: "ledger.entries") {\n  "Counts from the first day of the year."\n  entryId: ID!\n}\n',
      'schema/products/raw/project.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('product-name', files, 'schema/products/raw/product.graphql'),
    ]);
  });

  it('refuses concordat', () => {
    const files = projectFixture({
      'schema/products/concordat/product.graphql':
        '"What stands in the books."\ntype Entry\n  @product(table: "entries", owner: "x", authority: DERIVED, freshness: "PT1M", deprecation: "None.")\n  @key(fields: "entryId")\n  @source(topic: "ledger.entries") {\n  "Counts from the first day of the year."\n  entryId: ID!\n}\n',
      'schema/products/concordat/project.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('product-name', files, 'schema/products/concordat/product.graphql'),
    ]);
  });

  it('refuses contract', () => {
    const files = projectFixture({
      'schema/products/contract/product.graphql':
        '"What stands in the books."\ntype Entry\n  @product(table: "entries", owner: "x", authority: DERIVED, freshness: "PT1M", deprecation: "None.")\n  @key(fields: "entryId")\n  @source(topic: "ledger.entries") {\n  "Counts from the first day of the year."\n  entryId: ID!\n}\n',
      'schema/products/contract/project.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('product-name', files, 'schema/products/contract/product.graphql'),
    ]);
  });

  it('refuses pg_claims', () => {
    const files = projectFixture({
      'schema/products/pg_claims/product.graphql':
        '"What stands in the books."\ntype Entry\n  @product(table: "entries", owner: "x", authority: DERIVED, freshness: "PT1M", deprecation: "None.")\n  @key(fields: "entryId")\n  @source(topic: "ledger.entries") {\n  "Counts from the first day of the year."\n  entryId: ID!\n}\n',
      'schema/products/pg_claims/project.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('product-name', files, 'schema/products/pg_claims/product.graphql'),
    ]);
  });

  it('refuses public', () => {
    const files = projectFixture({
      'schema/products/public/product.graphql':
        '"What stands in the books."\ntype Entry\n  @product(table: "entries", owner: "x", authority: DERIVED, freshness: "PT1M", deprecation: "None.")\n  @key(fields: "entryId")\n  @source(topic: "ledger.entries") {\n  "Counts from the first day of the year."\n  entryId: ID!\n}\n',
      'schema/products/public/project.sql': 'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('product-name', files, 'schema/products/public/product.graphql'),
    ]);
  });
});
