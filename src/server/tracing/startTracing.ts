import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';

export interface TracingOptions {
  /** Where spans are sent: OTLP over HTTP, e.g. `http://collector:4318/v1/traces`. */
  readonly url: string;
  /** What the process is called where `OTEL_SERVICE_NAME` says nothing else. */
  readonly service: string;
  readonly logger: Logger;
}

/** Tracing of this process. */
export interface Tracing {
  /** Sends what is left, for some seconds at most. */
  stop(): Promise<void>;
}

/** A collector that is away must not hold up the end of the process. Milliseconds. */
const patienceMs = 4_000;
/** How long the collector may take for what is sent at once, tries again included. Milliseconds. */
const sendingMs = 2_500;
/** A collector that is away is told of so often. Milliseconds. */
const quietMs = 60_000;

/**
 * Makes this process send its spans, sampled as their parents are. The headers of `OTEL_EXPORTER_OTLP_HEADERS` and the attributes of
 * `OTEL_RESOURCE_ATTRIBUTES` go with them. Spans that cannot be sent are dropped.
 */
export function startTracing({ url, service, logger }: TracingOptions): Tracing {
  let toldAt = -Infinity;
  const tell = (error: unknown): void => {
    if (performance.now() - toldAt < quietMs) return;
    toldAt = performance.now();
    logger.warn({ err: error }, 'traces could not be sent and were dropped');
  };
  setGlobalErrorHandler(tell);
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: sendingMs });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }).merge(
      detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: sendingMs })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(resolve, patienceMs, undefined);
      await Promise.race([promise, provider.shutdown().catch(tell)]);
      clearTimeout(timer);
      trace.disable();
      context.disable();
    },
  };
}
