import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { ConcordatError } from '../../errors/ConcordatError.ts';
import { retryAfterSeconds } from '../limits/tooManyRequests.ts';

/** A ConcordatError as an error of a request that is not executed, answered with the given HTTP status. */
export function refusal(error: ConcordatError, status: number): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { http: { status, headers: refusalHeaders(error) } },
  });
}

/** The HTTP status of an operation that was refused because of its size, or because of others of its consumer. */
export function refusalStatus({ code }: ConcordatError): 400 | 429 {
  return code === 'TOO_MANY_REQUESTS' ? 429 : 400;
}

/** The headers that go with it. */
export function refusalHeaders({ code }: ConcordatError): HeaderMap {
  return new HeaderMap(code === 'TOO_MANY_REQUESTS' ? [['retry-after', String(retryAfterSeconds)]] : []);
}
