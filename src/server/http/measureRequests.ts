import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../metrics/createGatewayMetrics.ts';

/** Counts and measures requests, those whose callers go away among them. */
export function measureRequests(server: FastifyInstance, metrics: GatewayMetrics): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { state } = request;
    metrics.began();
    state.measure = () => {
      delete state.measure;
      metrics.ended({
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: performance.now() - state.startedAt,
        codes: state.codes,
      });
    };
    done();
  });
  server.addHook('onResponse', ({ state }, _reply, done) => {
    state.measure?.();
    done();
  });
}
