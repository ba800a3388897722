import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Drops a connection whose client has stopped to read its answer, which would else be kept in memory for as long as the
 * client likes (attack 48). As long as some of it goes out, node:net counts the time anew; when all has gone, node:http
 * sets the timeout of a connection that is kept alive.
 *
 * @param stalledMs how long nothing of an answer may go out, in milliseconds
 */
export function dropStalled(server: FastifyInstance, stalledMs: number): void {
  server.addHook('onSend', (request, _reply, payload, done) => {
    const { socket } = request.raw;
    // An injected request has no connection.
    if (socket instanceof Socket) socket.setTimeout(stalledMs);
    done(null, payload);
  });
}
