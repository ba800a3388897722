import type { FastifyInstance } from 'fastify';
import { readRequestTrace } from './RequestTrace.ts';

/** Gives each request its trace before anything else looks at it, and tells the caller under which id to ask. */
export function traceRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    request.state = {
      trace: readRequestTrace(request.headers),
      startedAt: performance.now(),
      reported: new Set(),
    };
    reply.header('x-request-id', request.state.trace.requestId);
    done();
  });
}
