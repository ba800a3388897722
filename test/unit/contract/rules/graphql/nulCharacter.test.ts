import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim, product, shared } = fixturePaths;

describe('nulCharacter', () => {
  it.each([
    ['of a measure, escaped', settledClaim, '"select 0"', '"select 0 -- \\u0000"'],
    ['of a measure, as it is', settledClaim, '"select 0"', '"select 0 -- \0"'],
    ['of a measure, in a block', settledClaim, '"select 0"', '"""select 0 -- \0"""'],
    ['of a product', product, '"intake.claims"', '"intake.claims", eventTypeAt: "a\\u{0}b"'],
    ['of a description', shared, '"Euro of the European Union."', '"Euro of the \0 European Union."'],
  ])('refuses it in a text %s', (_what, file, from, to) => {
    const files = editedProject(file, from, to);
    expect(problemsOf(files)).toEqual([problemAt('nul-character', files, file, to)]);
  });
});
