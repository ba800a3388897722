import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('projectSql', () => {
  it('refuses source events without project.sql', () => {
    const files = projectFixture({ [fixturePaths.productSql]: undefined });
    expect(problemsOf(files)).toEqual([
      problemAt('project-sql', files, fixturePaths.product, '@source(topic'),
    ]);
  });

  it('refuses project.sql without source events', () => {
    const files = projectFixture({
      'schema/products/places/product.graphql':
        '"A town of ours."\ntype Town\n  @product(table: "towns", owner: "x", authority: DERIVED, freshness: "PT1M", deprecation: "None.")\n  @key(fields: "town")\n  @source(file: "towns.csv") {\n  "How its people call it."\n  town: ID!\n}\n',
      'schema/products/places/project.sql': 'select 1',
      'schema/products/places/towns.csv': 'town\nUppsala\n',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('project-sql', files, 'schema/products/places/project.sql'),
    ]);
  });
});
