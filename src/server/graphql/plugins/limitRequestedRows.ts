import type { ApolloServerPlugin } from '@apollo/server';
import { countRequestedRows } from '../../limits/countRequestedRows.ts';
import { limitExceeded } from '../../limits/limitExceeded.ts';
import type { Limits } from '../../limits/Limits.ts';
import { refusal } from '../refusal.ts';

/** Refuses an operation that may return too many rows; needs the variables, so it comes after validation (attack 7). */
export function limitRequestedRows(limits: Limits): ApolloServerPlugin<object> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, document, operation, request }) {
          if (!operation) return Promise.resolve();
          const rows = countRequestedRows(schema, document, operation, request.variables ?? {});
          return rows > limits.rows
            ? Promise.reject(refusal(limitExceeded('rows', limits), 400))
            : Promise.resolve();
        },
      }),
  };
}
