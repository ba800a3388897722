import { GraphQLScalarType } from 'graphql';
import { refuse, scalarText } from './scalarInput.ts';

const pattern = /^-?\d{1,19}$/;
const bound = 2n ** 63n;

/** A 64-bit integer, always a string on the wire; the one of `graphql-scalars` is a number when it is small. */
export const bigIntScalar = new GraphQLScalarType<string, string>({
  name: 'BigInt',
  description: 'An integer of up to 64 bits as a string, such as "9007199254740993". Never rounded.',
  serialize: String,
  ...scalarText((text) => {
    if (!pattern.test(text)) return refuse('BigInt', 'write it as a string of digits');
    const value = BigInt(text);
    return value >= -bound && value < bound ? value.toString() : refuse('BigInt', 'it must fit into 64 bits');
  }),
});
