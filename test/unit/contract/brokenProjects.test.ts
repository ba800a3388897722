import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileProject } from '../../../src/contract/compileProject.ts';
import { claimsProject } from '../../support/claimsProject.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

const paths = Object.keys(claimsProject);
const lines = paths.flatMap((path) =>
  (claimsProject[path] ?? '').split('\n').map((_line, index) => ({ path, index })),
);
const words = [
  ...new Set(Object.values(claimsProject).flatMap((text) => text.match(/\w+|"[^"\n]*"|[^\s\w]/g) ?? [])),
];

/** Compiling must end in a project or in problems, whatever stands in the files. */
function expectAnAnswer(changes: Readonly<Record<string, string | undefined>>): void {
  const compiled = compileProject(projectFixture(changes));
  if (!compiled.ok) {
    expect(compiled.problems.length).toBeGreaterThan(0);
    for (const { line, column } of compiled.problems) expect(Math.min(line, column)).toBeGreaterThan(0);
  }
}

describe('a broken project', () => {
  it.each(paths)('gets an answer without %s', (path) => {
    expectAnAnswer({ [path]: undefined });
    expectAnAnswer({ [path]: '' });
    expectAnAnswer({ [path]: '\0\uFEFF{{' });
  });

  it.each([1_000, 3_000, 20_000])('gets an answer with %i brackets within each other', (depth) => {
    const { claimDossier, consumers } = fixturePaths;
    const deep = (open: string, inner: string, close: string): string =>
      `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
    for (const files of [
      editedProject(claimDossier, 'notes: [String!]', `notes: ${deep('[', 'String', ']')}`),
      editedProject(claimDossier, 'asOf: "loaded_at"', `asOf: ${deep('[', '', ']')}`),
      editedProject(claimDossier, 'asOf: "loaded_at"', `asOf: ${deep('{a: ', '1', '}')}`),
      projectFixture({ [consumers]: `consumers: ${deep('[', '', ']')}` }),
    ])
      expect(compileProject(files).ok).toBe(false);
  });

  it('gets an answer with aliases of aliases in its consumers', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const bomb = names.map((name, index) => {
      const item = index === 0 ? 'x' : `*${names[index - 1] ?? ''}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => item).join(',')}]\n`;
    });
    const compiled = compileProject(projectFixture({ [fixturePaths.consumers]: bomb.join('') }));
    expect(compiled).toMatchObject({ problems: [{ rule: 'yaml-syntax' }] });
  });

  it('gets an answer without any one of its lines', () => {
    for (const { path, index } of lines) {
      expectAnAnswer({ [path]: (claimsProject[path] ?? '').split('\n').toSpliced(index, 1).join('\n') });
    }
  });

  it('gets an answer with words out of place', () => {
    const mistake = fc.record({
      path: fc.constantFrom(...paths),
      at: fc.nat({ max: 400 }),
      word: fc.constantFrom('', ...words),
    });
    fc.assert(
      fc.property(fc.array(mistake, { minLength: 1, maxLength: 3 }), (mistakes) => {
        const changed = new Map(Object.entries(claimsProject));
        for (const { path, at, word } of mistakes) {
          const parts = (changed.get(path) ?? '').split(/(\w+|"[^"\n]*"|[^\s\w])/);
          changed.set(path, parts.toSpliced((at * 2 + 1) % parts.length, 1, word).join(''));
        }
        expectAnAnswer(Object.fromEntries(changed));
      }),
      { numRuns: 300 },
    );
  });
});
