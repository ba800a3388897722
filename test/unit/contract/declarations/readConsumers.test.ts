import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../support/problemsOf.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

const { consumers } = fixturePaths;

describe('consumers.yaml', () => {
  it.each([
    ['an unknown class', 'class: DECISION_AUTOMATION', 'class: CURIOUS', 'class: CURIOUS'],
    [
      'an unknown key of a consumer',
      'team: investigations',
      'team: investigations\n    colour: red',
      'colour',
    ],
    [
      'an unknown key of an agreement',
      'regions: [NORTH]',
      'regions: [NORTH]\n        purpose: [X]',
      'purpose: [X]',
    ],
    ['a missing team', '    team: investigations\n', '', 'fraud-desk:'],
    [
      'a missing end',
      '        until: 2028-12-31\n      - contract: claim',
      '      - contract: claim',
      'contract: settled_claim@1\n        purposes: [FRAUD_REVIEW]',
    ],
    [
      'purposes that are no list',
      'purposes: [FINANCIAL_CLOSE]',
      'purposes: FINANCIAL_CLOSE',
      'purposes: FINANCIAL_CLOSE',
    ],
    ['an agreement for no purpose', 'purposes: [FINANCIAL_CLOSE]', 'purposes: []', 'purposes: []'],
    ['regions that are neither ALL nor a list', 'regions: [NORTH]', 'regions: NORTH', 'regions: NORTH'],
    ['agreements for no region', 'regions: [NORTH]', 'regions: []', 'regions: []'],
    [
      'a flag that is a text',
      'acceptsProvisional: true',
      'acceptsProvisional: "yes"',
      'acceptsProvisional: "yes"',
    ],
    [
      'an empty description',
      'description: People and models that look for fraud.',
      'description: ""',
      'description: ""',
    ],
    ['an unknown key at the top', 'consumers:\n', 'version: 1\nconsumers:\n', 'version: 1'],
  ])('refuses %s', (_what, from, to, snippet) => {
    const files = editedProject(consumers, from, to);
    expect(problemsOf(files)).toEqual([problemAt('consumers-shape', files, consumers, snippet)]);
  });

  it('checks the agreements of a malformed consumer, and the rest of a malformed agreement', () => {
    const wrong = [
      ['class: DECISION_AUTOMATION', 'class: CURIOUS'],
      ['regions: [NORTH]', 'regions: [NORTH_BANK]'],
      ['        purposes: [FRAUD_REVIEW]', '        purposes: FRAUD_REVIEW'],
    ] as const;
    const text = wrong.reduce(
      (all, [from, to]) => all.replace(from, to),
      projectFixture().get(consumers) ?? '',
    );
    const files = projectFixture({ [consumers]: text });
    expect(problemsOf(files)).toEqual([
      problemAt('consumers-shape', files, consumers, 'class: CURIOUS'),
      problemAt('consumers-shape', files, consumers, 'purposes: FRAUD_REVIEW'),
      problemAt('agreement-region', files, consumers, '[NORTH_BANK]'),
    ]);
  });

  it('says what a misspelt key may mean, and that what it means is missing', () => {
    const compiled = compileProject(editedProject(consumers, 'team: investigations', 'taem: investigations'));
    expect(compiled).toMatchObject({
      problems: [
        { message: '"team" is missing.' },
        { message: '"taem" is no key that belongs here. Did you mean "team"?' },
      ],
    });
    const number = compileProject(editedProject(consumers, 'team: investigations', 'team: 5'));
    expect(number).toMatchObject({ problems: [{ message: '"team" is malformed.' }] });
  });

  it('refuses a consumer that stands twice', () => {
    const files = editedProject(consumers, '  fraud-desk:', '  month-end-close:');
    expect(problemsOf(files)).toEqual([
      { ...problemAt('yaml-syntax', files, consumers, '    team: investigations'), line: 11 },
    ]);
  });

  it.each([
    ['  "": 1', '25:3'],
    ['  null: 1', '25:3'],
    ['  ? [a, b]\n  : 1', '25:5'],
    ['  &x y: 1\n  ? *x\n  : 1', '26:5'],
    ['  x: *nobody', '25:6'],
  ])('refuses %j, which names nobody', (more, place) => {
    const text = projectFixture().get(consumers) ?? '';
    const compiled = compileProject(projectFixture({ [consumers]: `${text}${more}\n` }));
    const problems = compiled.ok ? [] : compiled.problems;
    expect(problems.map(({ rule }) => rule)).toEqual(['consumers-shape']);
    expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual([place]);
  });

  it.each(['', 'consumers:', '- a', 'consumers: []', 'consumers: {a: 1}', 'consumers: {a: {agreements: 3}}'])(
    'refuses %j without breaking',
    (text) => {
      const files = projectFixture({ [consumers]: text });
      const problems = problemsOf(files);
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toEqual(problemAt('consumers-shape', files, consumers));
    },
  );

  it.each(['constructor', '__proto__', 'toString'])('knows a consumer named %s like any other', (name) => {
    const wrong = editedProject(consumers, '  fraud-desk:\n    team', `  ${name}:\n    crew`);
    expect(problemsOf(wrong).map(({ rule }) => rule)).toEqual(['consumers-shape', 'consumers-shape']);
    const compiled = compileProject(editedProject(consumers, '  fraud-desk:', `  ${name}:`));
    expect(compiled.ok && compiled.project.consumers.map((consumer) => consumer.name)).toEqual([
      'month-end-close',
      name,
    ]);
  });

  it('says every value that there is', () => {
    const compiled = compileProject(editedProject(consumers, 'class: DECISION_AUTOMATION', 'class: CURIOUS'));
    expect(compiled).toMatchObject({
      problems: [{ fix: expect.stringContaining('EXTERNAL_REGULATORY'), column: 5 }],
    });
  });
});
