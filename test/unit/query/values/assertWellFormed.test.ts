import { describe, expect, it } from '@jest/globals';
import { assertWellFormed } from '../../../../src/query/values/assertWellFormed.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

describe('assertWellFormed', () => {
  it.each(['\0', 'a\0b', '\uD800', 'a\uDC00', '\uDC00\uD800'])('refuses %j wherever it stands', (text) => {
    for (const args of [{ text }, { list: ['a', [text]] }, { object: { deep: { text } } }])
      expect(
        codeThrownBy(() => {
          assertWellFormed(args);
        }),
      ).toBe('BAD_USER_INPUT');
  });

  it('takes everything else', () => {
    expect(() => {
      assertWellFormed({ a: 'é😀', b: null, c: [1, true, undefined, 'a', 'a'] });
    }).not.toThrow();
  });

  it('looks once at what stands in many places', () => {
    let read = 0;
    const shared = {
      get text() {
        read += 1;
        return 'a';
      },
    };
    assertWellFormed({ and: Array.from({ length: 1_000 }, () => ({ label: shared })) });
    expect(read).toBe(1);
  });
});
