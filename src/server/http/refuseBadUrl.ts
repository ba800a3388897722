import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from './sendError.ts';
import { constantHeaders } from './setHeaders.ts';

/** Answers a URL that can't be decoded, for which no hook runs; nothing of it is repeated. */
export function refuseBadUrl(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void sendError(
    request,
    reply.headers(constantHeaders),
    400,
    new ConcordatError('BAD_USER_INPUT', 'The URL cannot be read.', {
      fix: 'Escape it as RFC 3986 says, in UTF-8.',
    }),
  );
}
