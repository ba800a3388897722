import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim } = fixturePaths;

describe('unitFieldType', () => {
  it.each(['riskScore', 'payments', 'dossier'])('refuses %s, which is no text', (field) => {
    const files = editedProject(settledClaim, '@unit(of: "currency")', `@unit(of: "${field}")`);
    expect(problemsOf(files)).toEqual([problemAt('unit-field-type', files, settledClaim, '@unit(')]);
  });

  it('takes a text', () => {
    expect(
      problemsOf(editedProject(settledClaim, '@unit(of: "currency")', '@unit(of: "oldReference")')),
    ).toEqual([]);
  });
});
