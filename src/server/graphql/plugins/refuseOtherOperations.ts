import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationTypeNode } from 'graphql';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { refusal } from '../refusal.ts';

const messages: Readonly<Partial<Record<OperationTypeNode, string>>> = {
  mutation: 'Mutations are not served: contracts are read only.',
  subscription: 'Subscriptions are not served over HTTP.',
};

/** Refuses what is no query. graphql-js validates it where the schema has no such root type, and fails on executing it. */
export const refuseOtherOperations: ApolloServerPlugin<object> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        const message = operation && messages[operation.operation];
        if (message === undefined) return Promise.resolve();
        throw refusal(new ConcordatError('BAD_USER_INPUT', message, { fix: 'Send a query.' }), 400);
      },
    }),
};
