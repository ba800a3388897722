import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim, shared } = fixturePaths;

/** Types each of which holds the next one twice: there are 2^levels ways to the last. */
function tree(levels: number): string {
  return Array.from({ length: levels }, (_, level) => {
    const type = level === levels - 1 ? 'Int' : `Branch${level + 1}`;
    const field = (name: string) => `"What grows on this side." ${name}: ${type} @classified(as: PUBLIC)`;
    return `"Where the tree divides." type Branch${level} { ${field('left')} ${field('right')} }`;
  }).join('\n');
}

const locality = '"Name of the town, in its own language."';

function growing(levels: number) {
  const base = editedProject(
    shared,
    '"Where something happened,',
    `${tree(levels)}\n"Where something happened,`,
  );
  return editedProject(
    shared,
    locality,
    `"Where it begins." branch: Branch0 @classified(as: PUBLIC)\n  ${locality}`,
    base,
  );
}

describe('fieldCount', () => {
  it.each([12, 60])('refuses nested types with 2^%i ways through them', (levels) => {
    const files = growing(levels);
    expect(problemsOf(files)).toEqual([problemAt('field-count', files, settledClaim, 'type SettledClaim')]);
  });

  it('takes a thousand ways', () => {
    expect(problemsOf(growing(10))).toEqual([]);
  });
});
