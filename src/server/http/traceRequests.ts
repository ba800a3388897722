import { SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { startRequestSpan } from './startRequestSpan.ts';
import { readRequestTrace } from './RequestTrace.ts';
import { whenOver } from './whenOver.ts';

/** Gives each request its trace before anything else looks at it, and tells the caller under which id to ask. */
export function traceRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const span = startRequestSpan(request);
    request.state = {
      trace: readRequestTrace(request.headers, span.isRecording() ? span.spanContext().traceId : undefined),
      span,
      startedAt: performance.now(),
      gone: goneSignal(reply),
      codes: new Set(),
      reported: new Set(),
    };
    reply.header('x-request-id', request.state.trace.requestId);
    done();
  });
  whenOver(server, ({ state: { span } }, _reply, status) => {
    span.setAttribute('http.response.status_code', status);
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}

function goneSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new ConcordatError('BAD_USER_INPUT', 'The caller has gone.'));
  });
  return controller.signal;
}
