import type { FastifyInstance } from 'fastify';

/** The headers that every answer has: nothing is stored, sniffed or framed. */
export const constantHeaders = {
  // Answers are private to a caller and a purpose.
  'cache-control': 'no-store',
  vary: 'Accept, Authorization, X-Concordat-Purpose',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Sets `constantHeaders` on every answer. */
export function setHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(constantHeaders);
    done();
  });
}
