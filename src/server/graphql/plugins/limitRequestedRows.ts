import type { ApolloServerPlugin } from '@apollo/server';
import { coerceVariables } from '../../limits/coerceVariables.ts';
import { countRequestedRows } from '../../limits/countRequestedRows.ts';
import { limitExceeded } from '../../limits/limitExceeded.ts';
import type { Limits } from '../../limits/Limits.ts';
import { refusal } from '../refusal.ts';

/**
 * Refuses an operation whose variables can't be used or that may return too many rows; needs the variables, so it comes
 * after validation (attack 7).
 */
export function limitRequestedRows(limits: Limits): ApolloServerPlugin<object> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, document, operation, request }) {
          if (!operation) return Promise.resolve();
          const variables = coerceVariables(schema, operation, request.variables ?? {});
          const rows = countRequestedRows(schema, document, operation, variables);
          if (rows > limits.rows) throw refusal(limitExceeded('rows', limits), 400);
          return Promise.resolve();
        },
      }),
  };
}
