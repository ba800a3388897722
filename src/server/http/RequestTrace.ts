import { randomBytes } from 'node:crypto';
import { parseTraceparent, type TraceParent } from '../../pipeline/trace/traceparent.ts';

/** By what a request is found again in answers, audit records and logs. */
export interface RequestTrace {
  /** 32 lower-case hex digits: the caller's own where it sent a valid `traceparent`, else a new one. */
  readonly traceId: string;
  /** The caller's `x-request-id` where it is well formed, else the trace id. */
  readonly requestId: string;
}

/** Narrow enough to stand in a log line or a header without being quoted. */
const requestIdFormat = /^[A-Za-z0-9._-]{1,64}$/;

export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The caller's own trace; undefined where it sent none. What is malformed is ignored, as the specification asks. */
export function readTraceparent({ traceparent }: RequestHeaders): TraceParent | undefined {
  return typeof traceparent === 'string' ? parseTraceparent(traceparent) : undefined;
}

/**
 * Reads who traces a request from its headers.
 *
 * @param spanTraceId - of the request's span, where this process traces
 */
export function readRequestTrace(headers: RequestHeaders, spanTraceId?: string): RequestTrace {
  const given = headers['x-request-id'];
  const known = spanTraceId ?? readTraceparent(headers)?.traceId ?? randomBytes(16).toString('hex');
  return {
    traceId: known,
    requestId: typeof given === 'string' && requestIdFormat.test(given) ? given : known,
  };
}
