import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../metrics/createGatewayMetrics.ts';

/** Counts and measures requests, those whose callers go away among them. */
export function measureRequests(server: FastifyInstance, metrics: GatewayMetrics): void {
  server.addHook('onRequest', (_request, _reply, done) => {
    metrics.began();
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { startedAt, codes } = request.state;
    metrics.ended({
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      durationMs: performance.now() - startedAt,
      codes,
    });
    done();
  });
}
