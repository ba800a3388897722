import { describe, expect, it } from '@jest/globals';
import { splitNames } from '../../../src/contract/splitNames.ts';

describe('splitNames', () => {
  it.each(['a b', 'a,b', ' a ,\n b, ', 'a, b'])('reads "%s" as two names', (names) => {
    expect(splitNames(names)).toEqual(['a', 'b']);
  });

  it.each(['', ' ', ',', ' , '])('reads "%s" as none', (names) => {
    expect(splitNames(names)).toEqual([]);
  });
});
