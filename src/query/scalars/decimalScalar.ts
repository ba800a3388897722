import { GraphQLScalarType } from 'graphql';
import { refuse, scalarText } from './scalarInput.ts';

const pattern = /^-?\d+(?:\.\d+)?$/;
/** More than any amount needs, and within what Postgres's numeric holds. */
const mostCharacters = 1000;

/** An exact decimal, a string on the wire. `graphql-scalars` has none that keeps every digit. */
export const decimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as a string, such as "-12.5". Never rounded.',
  serialize: String,
  ...scalarText((text) =>
    pattern.test(text) && text.length <= mostCharacters
      ? text
      : refuse('Decimal', 'write it as a string of digits with at most one point, such as "-12.50"'),
  ),
});
