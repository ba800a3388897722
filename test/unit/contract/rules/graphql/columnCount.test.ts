import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { product } = fixturePaths;

const withFields = (count: number) =>
  editedProject(
    product,
    '  town: String\n',
    `  town: String\n${Array.from({ length: count }, (_, index) => `"Place in the list." rank${index}: Int`).join(' ')}\n`,
  );

describe('columnCount', () => {
  it('refuses more than a table can hold', () => {
    const files = withFields(991);
    expect(problemsOf(files)).toEqual([problemAt('column-count', files, product, 'type Claim')]);
  });

  it('takes a thousand', () => {
    expect(problemsOf(withFields(990))).toEqual([]);
  });
});
