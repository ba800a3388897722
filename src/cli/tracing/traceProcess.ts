import type { Logger } from 'pino';
import { startTracing } from '../../server/tracing/startTracing.ts';
import type { CliContext } from '../CliContext.ts';

export interface TracingSettings {
  readonly otlpEndpoint?: string | undefined;
  readonly otlpTracesEndpoint?: string | undefined;
}

/**
 * Starts tracing where the settings say where to, until the process ends. To be called before anything else is registered to be
 * stopped: what stops last may still be traced.
 */
export function traceProcess(
  { onStop }: Pick<CliContext, 'onStop'>,
  { otlpEndpoint, otlpTracesEndpoint }: TracingSettings,
  { service, logger }: { readonly service: string; readonly logger: Logger },
): void {
  const general = otlpEndpoint === undefined ? undefined : `${otlpEndpoint.replace(/\/+$/, '')}/v1/traces`;
  const url = otlpTracesEndpoint ?? general;
  if (url === undefined) return;
  const tracing = startTracing({ url, service, logger });
  onStop(() => tracing.stop());
}
