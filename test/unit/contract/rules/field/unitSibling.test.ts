import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('unitSibling', () => {
  it('refuses the name of a field that there is not', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@unit(of: "currency")',
      '@unit(of: "paidCurrency")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unit-sibling', files, fixturePaths.settledClaim, '@unit('),
    ]);
  });

  it('takes the unit days', () => {
    const files = editedProject(fixturePaths.settledClaim, '@unit(of: "currency")', '@unit(of: "days")');
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes the unit EUR', () => {
    const files = editedProject(fixturePaths.settledClaim, '@unit(of: "currency")', '@unit(of: "EUR")');
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes the unit kWh', () => {
    const files = editedProject(fixturePaths.settledClaim, '@unit(of: "currency")', '@unit(of: "kWh")');
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes the unit km/h', () => {
    const files = editedProject(fixturePaths.settledClaim, '@unit(of: "currency")', '@unit(of: "km/h")');
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes the unit working days', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@unit(of: "currency")',
      '@unit(of: "working days")',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
