import type { GraphQLFormattedError } from 'graphql';

/** What trying again may mend, with another token or a little later. */
const statuses: Readonly<Record<string, number>> = {
  TOKEN_EXPIRED: 401,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SHUTTING_DOWN: 503,
  CONFIGURATION_INVALID: 503,
  DATABASE_UNAVAILABLE: 503,
  FEED_UNAVAILABLE: 503,
  KAFKA_UNAVAILABLE: 503,
  STATEMENT_TIMEOUT: 503,
};

/**
 * The HTTP status of a subscription that is refused before it begins. Undefined for what is wrong with the operation itself: that must
 * be told on an accepted stream, and clients of graphql-sse try again whatever has another status than 200:
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export function refusedStatus([first]: readonly GraphQLFormattedError[]): number | undefined {
  const code = first?.extensions?.['code'];
  return typeof code === 'string' && Object.hasOwn(statuses, code) ? statuses[code] : undefined;
}
