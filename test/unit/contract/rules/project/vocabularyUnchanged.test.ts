import { describe, expect, it } from '@jest/globals';
import { shippedVocabularyFile } from '../../../../../src/config/ProjectFiles.ts';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';

const own = 'schema/directives.graphql';
const shipped = projectFixture().get(shippedVocabularyFile) ?? '';

describe('vocabularyUnchanged', () => {
  it("refuses a project's vocabulary that says something else", () => {
    const files = projectFixture({ [own]: shipped.replace('PERSONAL\n', 'PERSONAL\n  SECRET\n') });
    expect(problemsOf(files)).toEqual([problemAt('vocabulary-unchanged', files, own)]);
  });

  it('takes a copy, whatever its line ends', () => {
    expect(problemsOf(projectFixture({ [own]: shipped.replaceAll('\n', '\r\n') }))).toEqual([]);
  });
});
