import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Project } from '../../contract/model.ts';
import { requestBuckets } from './buckets.ts';
import { createLiveMetrics, type LiveMetrics } from './createLiveMetrics.ts';

/** What a gateway tells of its answers. Names of the project's and codes only. */
export interface GatewayMetrics {
  readonly began: () => void;
  readonly ended: (request: EndedRequest) => void;
  /** An answer was given of rows of these contract versions. */
  readonly answered: (contracts: readonly string[]) => void;
  /** An operation over a socket was refused, or answered with errors of these codes. */
  readonly failed: (codes: Iterable<string>) => void;
  readonly live: LiveMetrics;
}

export interface EndedRequest {
  readonly method: string;
  /** The route's pattern; undefined where there is none. */
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
  /** Codes of the errors in the answer, each once. */
  readonly codes: Iterable<string>;
}

/** Any other word can be sent as a method too. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function createGatewayMetrics(registry: Registry, project: Project): GatewayMetrics {
  const registers = [registry];
  const durations = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time of an HTTP request until its answer is sent or its caller has gone.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: requestBuckets,
    registers,
  });
  const active = new Gauge({
    name: 'http_server_active_requests',
    help: 'HTTP requests that are being answered.',
    registers,
  });
  const errors = new Counter({
    name: 'concordat_operation_errors_total',
    help: 'Operations refused or answered with errors, once for each code among them.',
    labelNames: ['code'],
    registers,
  });
  const answers = new Counter({
    name: 'concordat_answers_total',
    help: "Operations that reached a contract version's rows.",
    labelNames: ['contract'],
    registers,
  });
  for (const { id } of project.contracts) answers.inc({ contract: id }, 0);
  const failed = (codes: Iterable<string>): void => {
    for (const code of codes) errors.inc({ code });
  };
  return {
    failed,
    live: createLiveMetrics(registry, project),
    began: () => {
      active.inc();
    },
    ended: ({ method, route, status, durationMs, codes }) => {
      active.dec();
      durations.observe(
        {
          http_request_method: methods.has(method) ? method : '_OTHER',
          http_route: route ?? '',
          http_response_status_code: status,
        },
        durationMs / 1_000,
      );
      failed(codes);
    },
    answered: (contracts) => {
      for (const contract of contracts) answers.inc({ contract });
    },
  };
}
