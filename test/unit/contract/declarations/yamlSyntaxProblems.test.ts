import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../src/contract/compileProject.ts';
import { editedProject, fixturePaths } from '../../../support/projectFixture.ts';

const { consumers } = fixturePaths;

describe('a consumers.yaml that is no YAML', () => {
  it.each([
    ['a tab', '    team: finance-data', '\tteam: finance-data', '3:1', /Tabs/],
    ['no colon', '    team: finance-data', '    team finance-data', '3:5', /"key: value"/],
    ['an open bracket', 'regions: [NORTH]', 'regions: [NORTH', '19:9', /end with a \]/],
    ['an open quote', 'team: finance-data', 'team: "finance-data', '3:11', /quote .* never closed/],
    ['a crooked line', '    class: OPERATIONAL', '   class: OPERATIONAL', '4:1', /same column/],
    ['a name twice', '  fraud-desk:', '  month-end-close:', '11:3', /stands twice/],
    ['a second document', '  fraud-desk:', '---\n  fraud-desk:', '11:1', /second document/],
  ])('is told of by the place of %s', (_what, from, to, place, message) => {
    const compiled = compileProject(editedProject(consumers, from, to));
    if (compiled.ok) throw new Error('It compiled.');
    const [problem, ...others] = compiled.problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: 'yaml-syntax', message: expect.stringMatching(message) });
    expect(`${problem?.line}:${problem?.column}`).toBe(place);
    expect(problem?.message).not.toContain('YAML.');
  });
});
