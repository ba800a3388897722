import type { Fetcher } from '@graphiql/toolkit';
import type { Identity } from './Identity.ts';

/** Sends GraphiQL's requests with the identity of the moment. Headers typed into the editor win over the bar's. */
export function createFetcher(identityNow: () => Identity | undefined): Fetcher {
  return async (request, options) => {
    const identity = identityNow();
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(identity && { authorization: `Bearer ${identity.token}` }),
        ...(identity?.purpose && { 'x-concordat-purpose': identity.purpose }),
        ...(options?.headers as Record<string, string> | undefined),
      },
      body: JSON.stringify(request),
    });
    return (await response.json()) as object;
  };
}
