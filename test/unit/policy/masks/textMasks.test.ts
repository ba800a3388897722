import { describe, expect, it } from '@jest/globals';
import { maskValue } from '../../../../src/policy/masks/maskValue.ts';
import { maskContext, masked } from '../../../support/policyModel.ts';

const family = '👨‍👩‍👧‍👦';
const redacted = '********';

describe('FIRST_FOUR', () => {
  it.each([
    ['12345', '1234****'],
    ['12345-678', '1234****'],
    ['  12345', '1234****'],
    ['Rua 123', 'Rua ****'],
    [family.repeat(5), `${family.repeat(4)}****`],
    ['e\u0301'.repeat(5), `${'e\u0301'.repeat(4)}****`],
  ])('shows of %p %p', (raw, expected) => {
    expect(maskValue(masked('FIRST_FOUR'), raw, maskContext())).toBe(expected);
  });
});

describe('LAST_FOUR', () => {
  it.each([
    ['12345', '****2345'],
    ['4111 1111 1111 1234', '****1234'],
    ['12345  ', '****2345'],
    [family.repeat(5), `****${family.repeat(4)}`],
    [`${'x'.repeat(100_000)}abcde`, '****bcde'],
    [`${family.repeat(100)}abcd`, '****abcd'],
  ])('shows of %p %p', (raw, expected) => {
    expect(maskValue(masked('LAST_FOUR'), raw, maskContext())).toBe(expected);
  });
});

describe.each(['FIRST_FOUR', 'LAST_FOUR'] as const)('%s shows nothing', (strategy) => {
  it.each([
    ['of four characters', '1234'],
    ['of one', '1'],
    ['of none', ''],
    ['of a missing value', null],
    ['of no text', { a: '12345' }],
    ['of four and a space', '1234 '],
    ['of four and a line break', '\n1234'],
    ['of four and zero-width spaces', '12\u200b34\u200b'],
    ['of four and NUL', '1234\0'],
    ['of four and a lone surrogate', '1234\ud800'],
    ['of four and a soft hyphen', '1234\u00ad'],
    ['of four that are eleven code units', '👩‍🚀a👩‍🚀b'],
    ['of four with combining marks', 'a\u0301\u0302\u0303b\u0301cd'],
    ['of one endless character', `a${'\u0301'.repeat(100_000)}`],
    ['of what the mask would show whole', strategy === 'FIRST_FOUR' ? 'abcd*' : '*abcd'],
  ])('%s', (_what, raw) => {
    expect(maskValue(masked(strategy), raw, maskContext())).toBe(redacted);
  });
});

describe('EMAIL', () => {
  it.each([
    ['jane.doe@example.com', 'j***@example.com'],
    ['jd@mail.example.co.uk', 'j***@mail.example.co.uk'],
    ['zoë@exämple.com', 'z***@exämple.com'],
    ['e\u0301va@example.com', 'e\u0301***@example.com'],
  ])('of %p is %p', (raw, expected) => {
    expect(maskValue(masked('EMAIL'), raw, maskContext())).toBe(expected);
  });

  it('does not show a local part of one letter', () => {
    expect(maskValue(masked('EMAIL'), 'j@example.com', maskContext())).toBe('***@example.com');
    expect(maskValue(masked('EMAIL'), 'e\u0301@example.com', maskContext())).toBe('***@example.com');
  });

  it.each([
    ['a name', 'Jane Doe'],
    ['a telephone number', '+49 30 1234567'],
    ['an address in words', 'jane@home'],
    ['two addresses', 'jane@example.com,joe@example.com'],
    ['two at signs', 'jane@doe@example.com'],
    ['a name with an address', 'Jane <jane@example.com>'],
    ['a quoted local part', '"jane doe"@example.com'],
    ['an address and a line break', 'jane@example.com\n'],
    ['an address with NUL', 'ja\0ne@example.com'],
    ['no local part', '@example.com'],
    ['no domain', 'jane@'],
    ['an empty text', ''],
    ['a text beyond what mail allows', `${'a'.repeat(300)}@example.com`],
    ['a missing value', null],
    ['its own mask', 'j***@example.com'],
  ])('of %s is fully redacted', (_what, raw) => {
    expect(maskValue(masked('EMAIL'), raw, maskContext())).toBe(redacted);
  });

  it('reads a hostile text in linear time', () => {
    const started = performance.now();
    maskValue(masked('EMAIL'), `a@${'a.'.repeat(500_000)}`, maskContext());
    maskValue(masked('EMAIL'), `a@${'a.'.repeat(120)}!`, maskContext());
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('REDACT and NULLIFY', () => {
  it.each(['a long text', '', null])('are the same for %p as for all', (raw) => {
    expect(maskValue(masked('REDACT'), raw, maskContext())).toBe(redacted);
    expect(maskValue(masked('NULLIFY'), raw, maskContext())).toBeNull();
  });
});
