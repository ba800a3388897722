import type { FastifyInstance } from 'fastify';

/**
 * While the gateway closes, each answer ends its connection: node:http closes those that are idle when it begins to
 * close, and would wait for the others to be given up by their clients.
 */
export function closeConnections(server: FastifyInstance, isClosing: () => boolean): void {
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing()) reply.header('connection', 'close');
    done(null, payload);
  });
}
