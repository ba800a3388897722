import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskStrategies } from '../../../../src/contract/model.ts';
import type { MaskStrategy } from '../../../../src/contract/model.ts';
import { maskRegistry } from '../../../../src/policy/masks/maskRegistry.ts';
import { maskValue } from '../../../../src/policy/masks/maskValue.ts';
import { maskContext, masked } from '../../../support/policyModel.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom('a', '*', '@', '.', ' ', '\0', '\ud800', '\udc00', '\u0301', '\u200d', '😀'),
  }),
  fc.emailAddress(),
);
const anything = fc.oneof(text, fc.anything(), fc.constant(null), fc.date(), fc.double(), fc.bigInt());
const textMasks = ['REDACT', 'HASH', 'TOKEN', 'EMAIL', 'FIRST_FOUR', 'LAST_FOUR'] as const;
const types = [
  'ID',
  'String',
  'Boolean',
  'Int',
  'Float',
  'BigInt',
  'Decimal',
  'Date',
  'DateTime',
  'Duration',
  'JSON',
];

const mask = (strategy: MaskStrategy, raw: unknown, type = 'String') =>
  maskValue(masked(strategy, type, { width: '10' }), raw, maskContext());

/** What FIRST_FOUR, LAST_FOUR and EMAIL show whole when a value happens to be it; a constant tells nothing. */
const constant = '********';

describe('every mask (I5)', () => {
  it('has one frozen implementation for each strategy', () => {
    expect(Object.keys(maskRegistry).sort()).toEqual([...maskStrategies].sort());
    expect(Object.isFrozen(maskRegistry)).toBe(true);
  });

  it('never throws, and gives null, a finite number or a well-formed text, whatever the value and type', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...maskStrategies),
        fc.constantFrom(...types),
        anything,
        (strategy, type, raw) => {
          const value = mask(strategy, raw, type);
          const fine =
            value === null ||
            (typeof value === 'number' && Number.isFinite(value)) ||
            (typeof value === 'string' && value.isWellFormed());
          expect(fine).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives the same for the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...maskStrategies), text, (strategy, raw) => {
        expect(mask(strategy, raw)).toBe(mask(strategy, raw));
      }),
    );
  });

  it('of a text never holds the text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...textMasks), text, (strategy, raw) => {
        const value = mask(strategy, raw);
        expect(value).not.toBeNull();
        if (value === constant) return;
        // A text of few letters may occur in a hash or a domain by chance; it still is never what is shown.
        if (raw.length > 4) expect(value).not.toContain(raw.toWellFormed());
        expect(value).not.toBe(raw);
      }),
      { numRuns: 2000 },
    );
  });

  it('shows nothing of a short text', () => {
    const short = fc.string({ unit: 'grapheme', maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom('REDACT', 'EMAIL', 'FIRST_FOUR', 'LAST_FOUR'), short, (strategy, raw) => {
        expect(mask(strategy, raw)).toBe(constant);
      }),
    );
  });

  it('hides at least one visible character, and shows at most four and a domain', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', '0', '9'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(word, (raw) => {
        for (const strategy of ['FIRST_FOUR', 'LAST_FOUR'] as const) {
          const shown = String(mask(strategy, raw)).replaceAll('*', '');
          expect(shown).toHaveLength(raw.length > 4 ? 4 : 0);
        }
      }),
    );
  });

  it("of a missing text has the form of a value's (attack 30)", () => {
    fc.assert(
      fc.property(fc.constantFrom('HASH', 'TOKEN', 'REDACT', 'NULLIFY'), text, (strategy, raw) => {
        const form = (value: unknown) =>
          JSON.stringify(value).replaceAll(/(?<=_)[\w-]+/g, (rest) => 'x'.repeat(rest.length));
        expect(form(mask(strategy, raw))).toBe(form(mask(strategy, null)));
      }),
    );
    expect(mask('FIRST_FOUR', null)).toBe(mask('FIRST_FOUR', 'abc'));
    expect(mask('LAST_FOUR', null)).toBe(mask('LAST_FOUR', 'abc'));
    expect(mask('EMAIL', null)).toBe(mask('EMAIL', 'no address'));
  });

  it('tells different texts apart under HASH and TOKEN', () => {
    const wellFormed = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.constantFrom('HASH', 'TOKEN'), wellFormed, wellFormed, (strategy, left, right) => {
        expect(mask(strategy, left) === mask(strategy, right)).toBe(left === right);
      }),
    );
  });
});
