import type { ApolloServerPlugin } from '@apollo/server';
import { currentExecution } from '../../http/requestState.ts';

/**
 * Gives resolvers the request's own context. Apollo Server copies the context it is given property by property, which
 * a class with private fields does not survive.
 */
export const useExecutionContext: ApolloServerPlugin<object> = {
  requestDidStart: () =>
    Promise.resolve({
      executionDidStart(requestContext) {
        Reflect.set(requestContext, 'contextValue', currentExecution().execution.context);
        return Promise.resolve();
      },
    }),
};
