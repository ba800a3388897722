import { type Span, type SpanOptions, SpanStatusCode, trace } from '@opentelemetry/api';
import { ConcordatError } from '../../errors/ConcordatError.ts';

/** By what Concordat's spans are known among others. */
export const tracerName = 'concordat';

/**
 * Does `work` in a span that is the child of the one it runs in. An error marks the span by its code alone, as its message is nobody's
 * but the log's. Where no tracing was started the span is none, and costs nothing.
 */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return trace.getTracer(tracerName).startActiveSpan(name, options, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      const code = error instanceof ConcordatError ? error.code : 'INTERNAL_SERVER_ERROR';
      span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
