import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

const { officesCsv } = fixturePaths;

describe('sourceHeader', () => {
  it.each([
    ['"office,region', 1],
    ['office,"reg"ion\n', 8],
    ['\uFEFFäå,"reg"ion\n', 5],
    ['of"fice,region\n', 1],
  ])('refuses %j, which is no CSV, at the value', (text, column) => {
    const files = projectFixture({ [officesCsv]: text });
    expect(compileProject(files)).toMatchObject({
      problems: [{ rule: 'source-header', file: officesCsv, line: 1, column }],
    });
  });

  it('refuses a column that is named twice', () => {
    const files = projectFixture({ [officesCsv]: 'office,region,office\nUppsala,NORTH,Sevilla\n' });
    expect(problemsOf(files)).toEqual([problemAt('source-header', files, officesCsv)]);
  });

  it('takes further columns without names, and empty lines before the first', () => {
    expect(problemsOf(projectFixture({ [officesCsv]: '\noffice,region,,\nUppsala,NORTH,,\n' }))).toEqual([]);
  });
});
