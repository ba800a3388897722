import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatsKey } from '../../../../src/policy/identity/repeatsKey.ts';

const repeats = (text: string): boolean => repeatsKey(text, JSON.parse(text));

describe('repeatsKey', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":[{"a":1,"b":{"c":1,"c":1}}]}',
    '{"__proto__":1,"__proto__":2}',
    '{"a":{"b":1},"a":{"b":1}}',
    '{"":1,"":1}',
  ])('finds it in %s', (text) => {
    expect(repeats(text)).toBe(true);
  });

  it.each([
    '{}',
    '[]',
    '"a"',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"b\\":\\"c","b":"\\\\"}',
    '{ "a" : "{\\"a\\": 1, \\"a\\": 2}" }',
    '{"__proto__":{"a":1},"constructor":1}',
    '{"a":["b",":"]}',
  ])('does not find one in %s', (text) => {
    expect(repeats(text)).toBe(false);
  });

  it('finds none in what was serialized from a value, however it is spaced', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 1, 3), (json, space) => {
        expect(repeats(JSON.stringify(JSON.parse(json), null, space))).toBe(false);
      }),
    );
  });

  it('does not tire of depth', () => {
    expect(repeats(`${'[{"a":'.repeat(2000)}1${'}]'.repeat(2000)}`)).toBe(false);
  });
});
