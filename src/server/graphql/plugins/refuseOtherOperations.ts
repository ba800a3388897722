import type { ApolloServerPlugin } from '@apollo/server';
import { refusedKind } from '../refusedKind.ts';

/** Refuses what is no query. graphql-js validates it where the schema has no such root type, and fails on executing it. */
export const refuseOtherOperations: ApolloServerPlugin<object> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        const refused = operation && refusedKind(operation.operation);
        if (refused === undefined) return Promise.resolve();
        throw refused;
      },
    }),
};
