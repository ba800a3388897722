import type { GraphQLError, OperationTypeNode } from 'graphql';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { refusal } from './refusal.ts';

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

/** Why an operation of this kind is not executed as a query is; undefined for a query. */
export function refusedKind(kind: OperationTypeNode): GraphQLError | undefined {
  const refused = refusals[kind];
  return refused && refusal(new ConcordatError('BAD_USER_INPUT', refused.message, { fix: refused.fix }), 400);
}
