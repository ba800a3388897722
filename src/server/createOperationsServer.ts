import { fastify, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { closeConnections } from './http/closeConnections.ts';
import { refuseUnreadable } from './http/refuseUnreadable.ts';
import { type Health, serveHealth } from './http/serveHealth.ts';
import { serveMetrics } from './http/serveMetrics.ts';
import { setHeaders } from './http/setHeaders.ts';
import type { Scrape } from './metrics/createScrape.ts';
import { defaultTimeouts } from './Timeouts.ts';

export interface OperationsServerParts {
  readonly health: Health;
  readonly scrape: Scrape;
  readonly logger: Logger;
}

/** An HTTP server for whoever operates the process: `/livez`, `/readyz`, `/metrics`. It asks for no token. */
export function createOperationsServer({ health, scrape, logger }: OperationsServerParts): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: 1,
    requestTimeout: defaultTimeouts.request,
    keepAliveTimeout: defaultTimeouts.keepAlive,
    http: { headersTimeout: defaultTimeouts.headers, connectionsCheckingInterval: 1_000 },
    // Nobody waits for a scrape when the process ends.
    forceCloseConnections: true,
    return503OnClosing: false,
    clientErrorHandler: refuseUnreadable,
  });
  setHeaders(server);
  closeConnections(server, health.isClosing);
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ status: 'there is /livez, /readyz and /metrics' }),
  );
  server.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ err: error }, 'request failed unexpectedly');
    return reply.code(status).send({ status: status < 500 ? 'bad request' : 'failed' });
  });
  serveHealth(server, health);
  serveMetrics(server, scrape);
  return server;
}
