import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { ConcordatError } from '../../errors/ConcordatError.ts';

const graphqlResponse = 'application/graphql-response+json';

export type ToldError = Pick<ConcordatError, 'message' | 'fix'> & { readonly code: string };

/** Answers with one error in the shape of a GraphQL response, in the media type that the caller asked for. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error: ToldError,
): FastifyReply {
  const asksForGraphql = request.headers.accept?.includes(graphqlResponse) === true;
  return reply
    .code(status)
    .type(`${asksForGraphql ? graphqlResponse : 'application/json'}; charset=utf-8`)
    .send({
      errors: [toldError(error)],
    });
}

export function toldError({ message, code, fix }: ToldError): GraphQLFormattedError {
  return { message, extensions: { code, ...(fix !== undefined && { fix }) } };
}
