import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationTypeNode } from 'graphql';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { refusal } from '../refusal.ts';

const refusals: Readonly<
  Partial<Record<OperationTypeNode, { readonly message: string; readonly fix: string }>>
> = {
  mutation: {
    message: 'Mutations are not served: contracts are read only.',
    fix: 'Send a query or a subscription.',
  },
  subscription: {
    message: 'A subscription is not answered with JSON.',
    fix: 'Subscribe at this URL over WebSocket (graphql-transport-ws), or send `accept: text/event-stream` (graphql-sse).',
  },
};

/** Refuses what is no query. graphql-js validates it where the schema has no such root type, and fails on executing it. */
export const refuseOtherOperations: ApolloServerPlugin<object> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        const refused = operation && refusals[operation.operation];
        if (refused === undefined) return Promise.resolve();
        throw refusal(new ConcordatError('BAD_USER_INPUT', refused.message, { fix: refused.fix }), 400);
      },
    }),
};
