import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim, product } = fixturePaths;

describe('unitSibling', () => {
  it('refuses the name of a field that there is not', () => {
    const files = editedProject(settledClaim, '@unit(of: "currency")', '@unit(of: "paidCurrency")');
    expect(problemsOf(files)).toEqual([problemAt('unit-sibling', files, settledClaim, '@unit(')]);
  });

  it('says which field a misspelt one may mean', () => {
    const files = editedProject(settledClaim, '@unit(of: "currency")', '@unit(of: "curency")');
    expect(compileProject(files)).toMatchObject({
      problems: [
        {
          rule: 'unit-sibling',
          message:
            'The unit "curency" is neither a unit nor another field of SettledClaim. Did you mean "currency"?',
        },
      ],
    });
  });

  it('refuses a field that would hold its own unit', () => {
    const files = editedProject(
      settledClaim,
      'currency: Currency! @classified(as: PUBLIC)',
      'currency: Currency! @classified(as: PUBLIC) @unit(of: "currency" )',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unit-sibling', files, settledClaim, '@unit(of: "currency" )'),
    ]);
  });

  it('looks at products too', () => {
    const files = editedProject(
      product,
      '  claimedAmount: Decimal',
      '  claimedAmount: Decimal @unit(of: "currenc")',
    );
    expect(problemsOf(files)).toEqual([problemAt('unit-sibling', files, product, '@unit(')]);
  });

  it.each(['days', 'EUR', 'kWh', 'km/h', 'working days', '{score}'])('takes the unit %s', (unit) => {
    expect(problemsOf(editedProject(settledClaim, '@unit(of: "currency")', `@unit(of: "${unit}")`))).toEqual(
      [],
    );
  });
});
