import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { ConcordatError } from '../../errors/ConcordatError.ts';
import type { RequestTrace } from './RequestTrace.ts';

const graphqlResponse = 'application/graphql-response+json';

export type ToldError = Pick<ConcordatError, 'message' | 'fix'> & { readonly code: string };

/** Answers with one error in the shape of a GraphQL response, in the media type that the caller asked for. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error: ToldError,
): FastifyReply {
  return sendTold(request, reply, status, toldError(error, request.state.trace));
}

/** As `sendError`, of a request that may have no state. */
export function sendTold(
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
  status: number,
  error: GraphQLFormattedError,
): FastifyReply {
  const asksForGraphql = request.headers.accept?.includes(graphqlResponse) === true;
  return reply
    .code(status)
    .type(`${asksForGraphql ? graphqlResponse : 'application/json'}; charset=utf-8`)
    .send({ errors: [error] });
}

/** An error as a consumer is told of it, with the trace id of its request where it has one. */
export function toldError(
  { message, code, fix }: ToldError,
  trace?: Pick<RequestTrace, 'traceId'>,
): GraphQLFormattedError {
  return {
    message,
    extensions: { code, ...(fix !== undefined && { fix }), ...(trace && { traceId: trace.traceId }) },
  };
}
