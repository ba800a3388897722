import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from '../http/sendError.ts';
import type { Development } from './Development.ts';
import { refuseForeignPages } from './refuseForeignPages.ts';

const tokenRequest = z.strictObject({
  consumer: z.string().min(1),
  purpose: z.string().min(1),
  claims: z.record(z.string(), z.string()).default({}),
});

/**
 * `GET /development/callers` and `POST /development/token`, for the page's bar. Only where development is on: in
 * production the routes do not exist.
 */
export function serveDevelopment(server: FastifyInstance, development: Development): void {
  server.get('/development/callers', { onRequest: refuseForeignPages }, async (_request, reply) =>
    reply.send({ callers: await development.callers() }),
  );
  server.post('/development/token', { onRequest: refuseForeignPages }, async (request, reply) => {
    const parsed = tokenRequest.safeParse(request.body);
    if (!parsed.success) {
      return sendError(
        request,
        reply,
        400,
        new ConcordatError('BAD_USER_INPUT', 'The request for a token is not understood.', {
          fix: 'Send {"consumer": "…", "purpose": "…", "claims": {"…": "…"}}.',
        }),
      );
    }
    const { consumer, purpose, claims } = parsed.data;
    try {
      return await reply.send({
        token: await development.issueToken({ consumer, purposes: [purpose], claims }),
      });
    } catch (error) {
      if (!(error instanceof ConcordatError) || error.code !== 'INPUT_INVALID') throw error;
      return sendError(request, reply, 400, error);
    }
  });
}
