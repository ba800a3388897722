import type { IncomingMessage } from 'node:http';
import { trace } from '@opentelemetry/api';
import { tracerName } from '../../../pipeline/trace/inSpan.ts';
import { readRequestTrace } from '../../http/RequestTrace.ts';
import type { Asker, RequestState } from '../../http/requestState.ts';

/** What is known of an operation on a socket; the request that opened the socket may say which trace it belongs to. */
export function operationState(
  { headers }: IncomingMessage,
  { asker, gone }: { readonly asker: Asker; readonly gone: AbortSignal },
): RequestState {
  const span = trace.getTracer(tracerName).startSpan('GraphQL over WebSocket');
  return {
    trace: readRequestTrace(headers, span.isRecording() ? span.spanContext().traceId : undefined),
    span,
    startedAt: performance.now(),
    ...{ asker, gone },
    codes: new Set(),
    reported: new Set(),
  };
}
