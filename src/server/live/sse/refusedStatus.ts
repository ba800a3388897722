import type { GraphQLFormattedError } from 'graphql';

/** Where it is not 400. */
const statuses: Readonly<Record<string, number>> = {
  TOKEN_EXPIRED: 401,
  AGREEMENT_ENDED: 403,
  CONTRACT_CHANGED: 409,
  CURSOR_EXPIRED: 410,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SHUTTING_DOWN: 503,
  CONFIGURATION_INVALID: 503,
  DATABASE_UNAVAILABLE: 503,
  FEED_UNAVAILABLE: 503,
  KAFKA_UNAVAILABLE: 503,
  STATEMENT_TIMEOUT: 503,
};

/** The HTTP status of a subscription that is refused before it begins. */
export function refusedStatus([first]: readonly GraphQLFormattedError[]): number {
  const code = first?.extensions?.['code'];
  return (typeof code === 'string' && Object.hasOwn(statuses, code) ? statuses[code] : undefined) ?? 400;
}
