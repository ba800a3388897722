import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../metrics/createGatewayMetrics.ts';
import { whenOver } from './whenOver.ts';

/** Counts and measures requests, those whose callers go away among them. */
export function measureRequests(server: FastifyInstance, metrics: GatewayMetrics): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { state } = request;
    metrics.began();
    state.measure = (status) => {
      delete state.measure;
      metrics.ended({
        method: request.method,
        route: request.routeOptions.url,
        status,
        durationMs: performance.now() - state.startedAt,
        codes: state.codes,
      });
    };
    done();
  });
  whenOver(server, ({ state }, _reply, status) => {
    state.measure?.(status);
  });
}
