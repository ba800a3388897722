import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { ConcordatError } from '../../errors/ConcordatError.ts';

/** A ConcordatError as an error of a request that is not executed, answered with the given HTTP status. */
export function refusal(error: ConcordatError, status: number): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { http: { status, headers: new HeaderMap() } },
  });
}
