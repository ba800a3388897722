import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('agreementProvisional', () => {
  it('refuses a provisional contract for automated decisions', () => {
    const files = editedProject(fixturePaths.consumers, '\n        acceptsProvisional: true', '');
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-provisional', files, fixturePaths.consumers, 'claim_dossier@1'),
    ]);
  });

  it('refuses one for a regulator', () => {
    const base = editedProject(
      fixturePaths.consumers,
      'acceptsProvisional: true',
      'acceptsProvisional: false',
    );
    const files = editedProject(fixturePaths.consumers, 'DECISION_AUTOMATION', 'EXTERNAL_REGULATORY', base);
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-provisional', files, fixturePaths.consumers, 'claim_dossier@1'),
    ]);
  });

  it('takes one for people who report', () => {
    const base = editedProject(
      fixturePaths.consumers,
      'acceptsProvisional: true',
      'acceptsProvisional: false',
    );
    const files = editedProject(fixturePaths.consumers, 'DECISION_AUTOMATION', 'OPERATIONAL_REPORTING', base);
    expect(problemsOf(files)).toEqual([]);
  });
});
