import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { product, claimDossier } = fixturePaths;

/** A key of `claimId` and so many other fields. */
function keyOf(path: string, before: string, others: number) {
  const names = Array.from({ length: others }, (_, index) => `rank${index}`);
  const fields = names.map((name) => `"Place in the list." ${name}: Int! @classified(as: PUBLIC)`).join(' ');
  return editedProject(
    path,
    '@key(fields: "claimId")',
    `@key(fields: "claimId ${names.join(' ')}")`,
    editedProject(path, before, `${fields}\n${before}`),
  );
}

describe('keyLength', () => {
  it.each([
    ['product', product, '  "What has been paid so far."'],
    ['existing table', claimDossier, '  "Notes in the order'],
  ])('refuses a key that leaves no room in an index: %s', (_what, path, before) => {
    const files = keyOf(path, before, 16);
    expect(problemsOf(files).filter(({ file }) => file === path)).toEqual([
      problemAt('key-length', files, path, '@key(fields: "claimId rank0'),
    ]);
    expect(problemsOf(keyOf(path, before, 15)).filter(({ file }) => file === path)).toEqual([]);
  });
});
