import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('indexFields', () => {
  it('refuses a field that there is not', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '["region", "settledAt"]',
      '["region", "closedAt"]',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('index-fields', files, fixturePaths.settledClaim, '@index('),
    ]);
  });

  it('refuses a field that cannot be compared', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '["region", "settledAt"]',
      '["region", "payments"]',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('index-fields', files, fixturePaths.settledClaim, '@index('),
    ]);
  });

  it('refuses an index over more fields than it can hold', () => {
    const names = Array.from({ length: 17 }, (_, index) => `rank${index}`);
    const fields = (count: number) =>
      editedProject(
        fixturePaths.settledClaim,
        '["region", "settledAt"]',
        JSON.stringify(names.slice(0, count)),
        editedProject(
          fixturePaths.settledClaim,
          '  "The whole file',
          `${names.map((name) => `"Place in the list." ${name}: Int @classified(as: PUBLIC)`).join('\n')}\n  "The whole file`,
        ),
      );
    expect(problemsOf(fields(16))).toEqual([]);
    expect(problemsOf(fields(17))).toEqual([
      problemAt('index-fields', fields(17), fixturePaths.settledClaim, '@index('),
    ]);
  });

  it('refuses an index over one field', () => {
    const files = editedProject(fixturePaths.settledClaim, '["region", "settledAt"]', '["region", "region"]');
    expect(problemsOf(files)).toEqual([
      problemAt('index-fields', files, fixturePaths.settledClaim, '@index('),
    ]);
  });
});
