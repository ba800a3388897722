import { describe, expect, it } from '@jest/globals';
import { freezeMap } from '../../../src/policy/freezeMap.ts';

describe('freezeMap', () => {
  it('reads like a map', () => {
    const map = freezeMap([['a', 1]]);
    expect([...map]).toEqual([['a', 1]]);
    expect(map.get('a')).toBe(1);
  });

  it('refuses every change', () => {
    const map = freezeMap([['a', 1]]);
    if (!(map instanceof Map)) throw new Error('not a map');
    expect(() => map.set('b', 2)).toThrow(TypeError);
    expect(() => map.delete('a')).toThrow(TypeError);
    expect(() => {
      map.clear();
    }).toThrow(TypeError);
    expect(map.size).toBe(1);
  });
});
