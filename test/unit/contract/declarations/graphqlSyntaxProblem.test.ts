import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../src/contract/compileProject.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

const { settledClaim, shared } = fixturePaths;
const text = projectFixture().get(settledClaim) ?? '';

/** Where and why a file is not taken: `line:column message`. */
function said(files: ReadonlyMap<string, string>): readonly string[] {
  const compiled = compileProject(files);
  if (compiled.ok) return [];
  return compiled.problems
    .filter(({ rule }) => rule === 'graphql-syntax')
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('a file that is no GraphQL', () => {
  it('is told of by the keyword that is wrong, not by the description above it', () => {
    const typ = 'Syntax Error: Unexpected Name "typ". Did you mean "type"?';
    expect(said(editedProject(settledClaim, 'type SettledClaim\n', 'typ SettledClaim\n'))).toEqual([
      `4:1 ${typ}`,
    ]);
    expect(said(editedProject(settledClaim, 'type Payment {', '# why\n  typ Payment {'))).toEqual([
      `64:3 ${typ}`,
    ]);
    const top = `\n\n typ X { a: Int }\n${projectFixture().get(shared) ?? ''}`;
    expect(said(projectFixture({ [shared]: top }))).toEqual([`3:2 ${typ}`]);
  });

  it.each(['\r\n', '\r'])('is told of by the line, however lines end: %j', (end) => {
    const files = projectFixture({
      [settledClaim]: text.replace('type Payment', 'typ Payment').replaceAll('\n', end),
    });
    expect(said(files)[0]).toMatch(/^63:1 /);
  });

  it('is told of by the brace of a type that lost its head', () => {
    expect(said(editedProject(settledClaim, 'type Payment {', '{'))).toEqual([
      '63:1 Syntax Error: Unexpected "{".',
    ]);
  });

  it('keeps the word of the parser for a description where none may stand', () => {
    expect(said(editedProject(settledClaim, 'type Payment {', 'extend type Payment {'))).toEqual([
      '62:1 Syntax Error: Unexpected description, only GraphQL definitions support descriptions.',
    ]);
  });

  it('is told of by the beginning of a string that is never closed', () => {
    const open = 'Syntax Error: The string that begins here is never closed.';
    expect(said(editedProject(settledClaim, 'the case was decided."', 'the case was decided.'))).toEqual([
      `40:3 ${open}`,
    ]);
    expect(said(editedProject(settledClaim, 'balance holds.\n"""', 'balance holds.\n'))).toEqual([
      `1:1 ${open}`,
    ]);
    const commented = editedProject(settledClaim, '"How a claim can be decided."', '# ,\n"""How a claim');
    expect(said(commented)).toEqual([`53:1 ${open}`]);
  });

  it.each(['', '\uFEFF \n', '# only why\n'])('is told of as empty: %j', (empty) => {
    expect(said(projectFixture({ [settledClaim]: empty }))).toEqual(['1:1 The file declares nothing.']);
  });

  it('is told of by the token that is not expected', () => {
    expect(said(editedProject(settledClaim, 'sentAt: DateTime!', 'sentAt DateTime!'))).toEqual([
      '65:10 Syntax Error: Expected ":", found Name "DateTime".',
    ]);
  });
});
