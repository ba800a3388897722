import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('description', () => {
  it('refuses a type without one', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"One transfer of money to the insured person."\n',
      '',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('description', files, fixturePaths.settledClaim, 'type Payment'),
    ]);
  });

  it('refuses a field without one', () => {
    const files = editedProject(fixturePaths.settledClaim, '  "When the payment left our account."\n', '');
    expect(problemsOf(files)).toEqual([
      problemAt('description', files, fixturePaths.settledClaim, 'settledAt: DateTime!'),
    ]);
  });

  it('refuses an enum value without one', () => {
    const files = editedProject(fixturePaths.shared, '  "Euro of the European Union."\n', '');
    expect(problemsOf(files)).toEqual([problemAt('description', files, fixturePaths.shared, '  EUR\n')]);
  });

  it('refuses a nested field without one', () => {
    const files = editedProject(fixturePaths.settledClaim, '  "When it left our account."\n', '');
    expect(problemsOf(files)).toEqual([
      problemAt('description', files, fixturePaths.settledClaim, 'sentAt: DateTime!'),
    ]);
  });

  it('refuses one that only repeats the name', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"When the payment left our account."',
      '"The settled-at value."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('description', files, fixturePaths.settledClaim, 'settledAt: DateTime!'),
    ]);
  });

  it('looks into products and reconciliations too', () => {
    const base = editedProject(fixturePaths.product, '  "Estimate of the model, from 0 to 100."\n', '');
    const files = editedProject(
      fixturePaths.reconciliation,
      '"We paid more than was asked for."',
      '"Paid too much."',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('description', files, fixturePaths.product, 'riskScore: Int'),
      problemAt('description', files, fixturePaths.reconciliation, 'PAID_TOO_MUCH'),
    ]);
  });
});
