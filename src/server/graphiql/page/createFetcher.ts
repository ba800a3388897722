import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { followEvents } from './followEvents.ts';
import type { Identity } from './Identity.ts';
import { sentHeaders } from './sentHeaders.ts';

/** Sends GraphiQL's requests with the identity of the moment: subscriptions for event streams, all else for JSON. */
export function createFetcher(identityNow: () => Identity | undefined): Fetcher {
  return async (request, options) => {
    const headers = sentHeaders(identityNow(), options?.headers);
    const { operationName, ...operation } = request;
    // GraphiQL says null where an operation has no name.
    const named = operationName == null ? operation : { ...operation, operationName };
    if (isSubscription(request)) return followEvents(named, headers);
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...headers,
      },
      body: JSON.stringify(request),
    });
    return (await response.json()) as object;
  };
}

/** What cannot be read is for the gateway to refuse. */
function isSubscription({ query, operationName }: FetcherParams): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
}
