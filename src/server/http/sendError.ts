import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConcordatError } from '../../errors/ConcordatError.ts';

const graphqlResponse = 'application/graphql-response+json';

/** Answers with one error in the shape of a GraphQL response, in the media type that the caller asked for. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error: Pick<ConcordatError, 'message' | 'fix'> & { readonly code: string },
): FastifyReply {
  const asksForGraphql = request.headers.accept?.includes(graphqlResponse) === true;
  return reply
    .code(status)
    .type(`${asksForGraphql ? graphqlResponse : 'application/json'}; charset=utf-8`)
    .send({
      errors: [
        {
          message: error.message,
          extensions: { code: error.code, ...(error.fix !== undefined && { fix: error.fix }) },
        },
      ],
    });
}
