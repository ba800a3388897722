import type { FastifyInstance, FastifyReply } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { readRequestTrace } from './RequestTrace.ts';

/** Gives each request its trace before anything else looks at it, and tells the caller under which id to ask. */
export function traceRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    request.state = {
      trace: readRequestTrace(request.headers),
      startedAt: performance.now(),
      gone: goneSignal(reply),
      codes: new Set(),
      reported: new Set(),
    };
    reply.header('x-request-id', request.state.trace.requestId);
    done();
  });
}

function goneSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new ConcordatError('BAD_USER_INPUT', 'The caller has gone.'));
  });
  return controller.signal;
}
