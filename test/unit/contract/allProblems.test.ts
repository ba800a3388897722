import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../support/problemsOf.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

const { shared, consumers, settledClaim, claimDossier, product, reconciliation } = fixturePaths;

describe('all problems at once', () => {
  it('reports every broken file with everything that is wrong in it, sorted', () => {
    const base = projectFixture({ 'schema/notes.txt': '' });
    const contract = editedProject(settledClaim, '@residency(by: "region")', '@residency(by: "area")', base);
    const twice = editedProject(settledClaim, 'riskScore: Int', 'status: Score', contract);
    const tables = editedProject(product, 'authority: REPLICA', 'authority: HEARSAY', twice);
    const files = editedProject(consumers, '[NORTH]', '[WEST]', tables);
    expect(problemsOf(files)).toEqual([
      problemAt('agreement-region', files, consumers, '[WEST]'),
      problemAt('residency-field', files, settledClaim, '@residency('),
      problemAt('meaningful-name', files, settledClaim, 'status: Score'),
      problemAt('unknown-type', files, settledClaim, 'status: Score'),
      problemAt('unknown-file', files, 'schema/notes.txt'),
      problemAt('directive-argument-value', files, product, 'HEARSAY'),
    ]);
  });

  it.each([
    ['a contract', claimDossier],
    ['a product', product],
    ['a reconciliation', reconciliation],
  ])('says only that %s cannot be parsed, not that it is missing elsewhere', (_what, path) => {
    const text = projectFixture().get(path) ?? '';
    const files = projectFixture({ [path]: text.replace('{\n', '{ ?\n') });
    expect(problemsOf(files)).toEqual([problemAt('graphql-syntax', files, path, '{ ?')]);
  });

  it('says only that shared.graphql cannot be parsed, not that its types are missing', () => {
    const files = editedProject(shared, 'enum Currency {', 'enum Currency');
    expect(problemsOf(files)).toEqual([problemAt('graphql-syntax', files, shared, '  EUR\n')]);
  });

  it('goes on with the rest when consumers.yaml cannot be parsed', () => {
    const base = editedProject(settledClaim, 'riskScore: Int', 'status: Int');
    const files = editedProject(consumers, 'regions: [NORTH]', 'regions: [NORTH', base);
    expect(problemsOf(files).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['yaml-syntax', 'meaningful-name']),
    );
  });

  it('reports a wrong directive once, not what it would have meant', () => {
    const files = editedProject(settledClaim, 'tier: ENTERPRISE', 'tier: ENTERPRIZE\n    status: DEPRECATED');
    expect(problemsOf(files)).toEqual([
      problemAt('directive-argument-value', files, settledClaim, 'ENTERPRIZE'),
    ]);
  });

  it('survives a project with nothing in it', () => {
    const files = new Map([...projectFixture()].slice(0, 1));
    expect(problemsOf(files).map(({ rule, file }) => [rule, file])).toEqual([
      ['consumers-missing', consumers],
      ['shared-enum-missing', shared],
      ['shared-enum-missing', shared],
    ]);
  });
});
