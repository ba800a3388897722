import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from '../http/sendError.ts';
import type { Development } from './Development.ts';

const tokenRequest = z.strictObject({
  consumer: z.string().min(1),
  purpose: z.string().min(1),
  claims: z.record(z.string(), z.string()).default({}),
});

/**
 * `GET /development/callers` and `POST /development/token`, for the page's bar. Only where development is on: in
 * production the routes do not exist. Only for the gateway's own pages: a foreign one that a developer has open could
 * otherwise get a token and read the data.
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

/** Browsers say where a request comes from (https://www.w3.org/TR/fetch-metadata/); other clients say nothing. */
async function refuseForeignPages(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  await sendError(
    request,
    reply,
    403,
    new ConcordatError('FORBIDDEN', 'Only pages of this gateway may ask for development tokens.', {
      fix: 'Open /graphiql, or use `concordat token`.',
    }),
  );
}
