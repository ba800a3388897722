import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendTold, toldError } from './sendError.ts';
import { constantHeaders } from './setHeaders.ts';

/** Answers a URL that can't be decoded, for which no hook runs: it has no trace. Nothing of it is repeated. */
export function refuseBadUrl(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const error = new ConcordatError('BAD_USER_INPUT', 'The URL cannot be read.', {
    fix: 'Escape it as RFC 3986 says, in UTF-8.',
  });
  void sendTold(request, reply.headers(constantHeaders), 400, toldError(error));
}
