import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { identityStatus } from './identityStatus.ts';
import type { Asker } from './requestState.ts';
import { sendError } from './sendError.ts';
import { sentValue } from './sentValue.ts';

/** Finds out who asks and what that caller may see. Throws ConcordatError UNAUTHENTICATED, PURPOSE_REQUIRED or FORBIDDEN. */
export type Identify = (authorization: string | undefined, purpose: string | undefined) => Promise<Asker>;

/**
 * Makes the hook that lets nobody further whose token does not say who asks and why. It runs before the body is read,
 * so that a stranger cannot make the gateway work.
 */
export function authenticateRequests(
  identify: Identify,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    try {
      request.state.asker = await identify(
        sentValue(request.raw, 'authorization'),
        sentValue(request.raw, 'x-concordat-purpose'),
      );
    } catch (error) {
      if (!(error instanceof ConcordatError)) throw error;
      const status = identityStatus(error.code);
      if (status === undefined) throw error;
      request.state.codes.add(error.code);
      if (announcesMuch(request)) reply.header('connection', 'close');
      if (status === 401) reply.header('www-authenticate', 'Bearer realm="concordat"');
      await sendError(request, reply, status, { code: error.code, message: error.message, fix: error.fix });
    }
  };
}

const worthReadingAway = 64 * 1024;

/** Whether it is cheaper to close the connection than to read a refused request's body to its end. */
function announcesMuch({ headers }: FastifyRequest): boolean {
  return (
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > worthReadingAway
  );
}
