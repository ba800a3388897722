import { expect, it } from '@jest/globals';
import { formatLintReport } from '../../../../src/cli/lint/formatLintReport.ts';

const problem = {
  file: 'schema/a',
  line: 7,
  column: 3,
  rule: 'some-rule',
  message: 'Wrong.',
  fix: 'Mend it.',
};

it('says that nothing was found, and what was not looked at', () => {
  expect(formatLintReport({ problems: [], notes: [] })).toBe('No problems.\n');
  expect(formatLintReport({ problems: [], notes: ['A was not checked.'] })).toBe(
    'No problems.\nnote: A was not checked.\n',
  );
});

it('lists problems and counts them', () => {
  expect(formatLintReport({ problems: [problem], notes: [] })).toBe(
    'schema/a:7:3  Wrong.  (some-rule)\n    Mend it.\n\n1 problem\n',
  );
  expect(formatLintReport({ problems: [problem, problem], notes: ['B.', 'C.'] })).toMatch(
    /\n\n2 problems\nnote: B\.\nnote: C\.\n$/,
  );
});
