import type { FastifyInstance } from 'fastify';
import type { Scrape } from '../metrics/createScrape.ts';

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const contentType = 'text/plain; version=0.0.4; charset=utf-8';

/** `/metrics`, in Prometheus's text format. It names every contract, so only for whoever may know of all of them. */
export function serveMetrics(server: FastifyInstance, scrape: Scrape): void {
  server.get('/metrics', async (_request, reply) => reply.type(contentType).send(await scrape()));
}
