import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('meaningfulName', () => {
  it('refuses "status"', () => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'status: String');
    expect(problemsOf(files)).toEqual([
      problemAt('meaningful-name', files, fixturePaths.settledClaim, 'status: String'),
    ]);
  });

  it('refuses "type"', () => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'type: String');
    expect(problemsOf(files)).toEqual([
      problemAt('meaningful-name', files, fixturePaths.settledClaim, 'type: String'),
    ]);
  });

  it('refuses "flag"', () => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'flag: String');
    expect(problemsOf(files)).toEqual([
      problemAt('meaningful-name', files, fixturePaths.settledClaim, 'flag: String'),
    ]);
  });

  it('refuses "value"', () => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'value: String');
    expect(problemsOf(files)).toEqual([
      problemAt('meaningful-name', files, fixturePaths.settledClaim, 'value: String'),
    ]);
  });

  it('refuses "data"', () => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'data: String');
    expect(problemsOf(files)).toEqual([
      problemAt('meaningful-name', files, fixturePaths.settledClaim, 'data: String'),
    ]);
  });

  it('refuses "amount"', () => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'amount: String');
    expect(problemsOf(files)).toEqual([
      problemAt('meaningful-name', files, fixturePaths.settledClaim, 'amount: String'),
    ]);
  });

  it('takes a name that says which', () => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'referenceStatus: String');
    expect(problemsOf(files)).toEqual([]);
  });
});
