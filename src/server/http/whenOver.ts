import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Calls once for each request when it has been answered, or when its caller has gone: of those Fastify's `onResponse` is not told.
 *
 * @param over - is given the status of the answer; 499 where its caller has gone before there was one
 */
export function whenOver(
  server: FastifyInstance,
  over: (request: FastifyRequest, reply: FastifyReply, status: number) => void,
): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { raw } = reply;
    raw.once('close', () => {
      over(request, reply, raw.headersSent ? reply.statusCode : 499);
    });
    done();
  });
}
