import type { ApolloServerPlugin } from '@apollo/server';
import { runningRequest } from '../../http/requestState.ts';

const longestName = 100;

/** Notes the operation's name for the request's log line. A GraphQL name is letters, digits and `_`; a document is not noted. */
export const nameOperation: ApolloServerPlugin<object> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operationName }) {
        if (operationName !== null)
          runningRequest().state.operationName = operationName.slice(0, longestName);
        return Promise.resolve();
      },
    }),
};
