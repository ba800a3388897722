import { Option } from '@commander-js/extra-typings';
import { parseHttpUrl } from '../options/parsers.ts';

/** An empty variable is an unset one, as OpenTelemetry has it. @throws InvalidArgumentError */
function parseEndpoint(text: string): string | undefined {
  return text === '' ? undefined : parseHttpUrl(text);
}

/** `--otlp-endpoint` / `OTEL_EXPORTER_OTLP_ENDPOINT`. */
export function otlpEndpointOption() {
  return new Option(
    '--otlp-endpoint <url>',
    'collector that traces are sent to by OTLP over HTTP, without /v1/traces; none are sent when absent',
  )
    .env('OTEL_EXPORTER_OTLP_ENDPOINT')
    .argParser(parseEndpoint);
}

/** `--otlp-traces-endpoint` / `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`. */
export function otlpTracesEndpointOption() {
  return new Option('--otlp-traces-endpoint <url>', 'the whole address for traces, where it is another')
    .env('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
    .argParser(parseEndpoint);
}
