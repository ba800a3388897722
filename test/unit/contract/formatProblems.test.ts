import { describe, expect, it } from '@jest/globals';
import { formatProblems } from '../../../src/contract/formatProblems.ts';
import type { Problem } from '../../../src/errors/Problem.ts';

function problem(file: string, line: number, column = 1): Problem {
  return { file, line, column, rule: 'some-rule', message: 'It is wrong.', fix: 'Mend it.' };
}

const problems = [
  problem('schema/b', 2),
  problem('schema/b', 10),
  problem('schema/a', 7, 9),
  problem('schema/a', 7, 3),
];

describe('formatProblems', () => {
  it('writes one after another, sorted by place, with what to do beneath', () => {
    expect(formatProblems(problems)).toBe(
      [
        'schema/a:7:3  It is wrong.  (some-rule)\n    Mend it.',
        'schema/a:7:9  It is wrong.  (some-rule)\n    Mend it.',
        'schema/b:2:1  It is wrong.  (some-rule)\n    Mend it.',
        'schema/b:10:1  It is wrong.  (some-rule)\n    Mend it.',
      ].join('\n'),
    );
  });
});
