import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Asker } from './requestState.ts';
import { sendError } from './sendError.ts';

/** Finds out who asks and what that caller may see. Throws ConcordatError UNAUTHENTICATED, PURPOSE_REQUIRED or FORBIDDEN. */
export type Identify = (authorization: string | undefined, purpose: string | undefined) => Promise<Asker>;

const statusOf = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PURPOSE_REQUIRED: 403,
  DATABASE_UNAVAILABLE: 503,
} as const;

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
        sentValue(request, 'authorization'),
        sentValue(request, 'x-concordat-purpose'),
      );
    } catch (error) {
      if (!(error instanceof ConcordatError) || !isAnswered(error.code)) throw error;
      const status = statusOf[error.code];
      request.state.codes.add(error.code);
      if (announcesMuch(request)) reply.header('connection', 'close');
      if (status === 401) reply.header('www-authenticate', 'Bearer realm="concordat"');
      await sendError(request, reply, status, { code: error.code, message: error.message, fix: error.fix });
    }
  };
}

function isAnswered(code: string): code is keyof typeof statusOf {
  return Object.hasOwn(statusOf, code);
}

/**
 * What a header says. It may be sent once: Node.js keeps the first of several, a proxy before it perhaps another, so
 * several are joined to a list, which is neither a token nor a purpose.
 */
function sentValue({ raw: { rawHeaders } }: FastifyRequest, name: string): string | undefined {
  const values = rawHeaders.filter(
    (_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name,
  );
  return values.length === 0 ? undefined : values.join(', ');
}

const worthReadingAway = 64 * 1024;

/** Whether it is cheaper to close the connection than to read a refused request's body to its end. */
function announcesMuch({ headers }: FastifyRequest): boolean {
  return (
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > worthReadingAway
  );
}
