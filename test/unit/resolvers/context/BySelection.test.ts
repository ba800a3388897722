import { describe, expect, it } from '@jest/globals';
import { type FieldNode, Kind } from 'graphql';
import { BySelection } from '../../../../resolvers/context/BySelection.ts';

function node(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}

describe('BySelection', () => {
  it('finds out once what one node needs, in whatever list it stands', () => {
    const known = new BySelection<string | undefined>();
    const [a, b] = [node('a'), node('b')];
    let found = 0;
    const find = (): undefined => {
      found += 1;
    };
    known.of([a], find);
    known.of([a], find);
    expect(found).toBe(1);
    known.of([b], find);
    expect(found).toBe(2);
  });

  it('takes nodes together for others than one of them alone', () => {
    const known = new BySelection<string>();
    const [a, b] = [node('a'), node('b')];
    expect(known.of([a], () => 'alone')).toBe('alone');
    const both = [a, b];
    expect(known.of(both, () => 'both')).toBe('both');
    expect(known.of(both, () => 'again')).toBe('both');
    expect(known.of([a], () => 'again')).toBe('alone');
  });
});
