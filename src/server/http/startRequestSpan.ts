import { ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import { tracerName } from '../../pipeline/trace/inSpan.ts';
import { readTraceparent } from './RequestTrace.ts';

/** Begins the span of a request, as part of its caller's trace where it sent one. Of the URL it says the route alone. */
export function startRequestSpan({ method, headers, routeOptions }: FastifyRequest): Span {
  const parent = readTraceparent(headers);
  const context =
    parent === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, {
          traceId: parent.traceId,
          spanId: parent.spanId,
          traceFlags: parent.flags,
          isRemote: true,
        });
  const route = routeOptions.url;
  return trace.getTracer(tracerName).startSpan(
    route === undefined ? method : `${method} ${route}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': method,
        ...(route === undefined ? {} : { 'http.route': route }),
      },
    },
    context,
  );
}
