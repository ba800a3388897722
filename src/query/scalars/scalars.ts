import type { GraphQLScalarType } from 'graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { anyScalar } from './anyScalar.ts';
import { bigIntScalar } from './bigIntScalar.ts';
import { decimalScalar } from './decimalScalar.ts';
import { dateScalar, dateTimeScalar, durationScalar } from './timeScalars.ts';

/** Every scalar that a caller's schema may name beside those of GraphQL itself. */
export const scalars: ReadonlyMap<string, GraphQLScalarType> = new Map<string, GraphQLScalarType>([
  [anyScalar.name, anyScalar],
  [bigIntScalar.name, bigIntScalar],
  [dateScalar.name, dateScalar],
  [dateTimeScalar.name, dateTimeScalar],
  [decimalScalar.name, decimalScalar],
  [durationScalar.name, durationScalar],
  [GraphQLJSON.name, GraphQLJSON],
]);
