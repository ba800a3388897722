import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Timeouts } from '../Timeouts.ts';

/**
 * Drops a connection whose client has stopped to read its answer, or reads it more slowly than anybody needs to: it would
 * else be kept in memory for as long as the client likes (attack 48). As long as some of it goes out, node:net counts
 * `stalled` anew; when all has gone, node:http sets the timeout of a connection that is kept alive.
 */
export function dropSlowReaders(
  server: FastifyInstance,
  { stalled, sending, sentBytesPerSecond }: Timeouts,
): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const { socket } = request.raw;
    // An injected request has no connection, and one whose client has gone none any more.
    if (socket instanceof Socket && !socket.destroyed) {
      socket.setTimeout(stalled);
      dropUnlessRead(reply.raw, bytesOf(payload), { sending, sentBytesPerSecond });
    }
    done(null, payload);
  });
}

/** Drops the connection of an answer of which so many bytes are not read to their end in the time that they are given. */
export function dropUnlessRead(
  answer: ServerResponse,
  bytes: number,
  { sending, sentBytesPerSecond }: Pick<Timeouts, 'sending' | 'sentBytesPerSecond'>,
): void {
  const deadline = setTimeout(
    () => {
      answer.socket?.destroy();
    },
    sending + (1_000 * bytes) / sentBytesPerSecond,
  );
  answer.once('close', () => {
    clearTimeout(deadline);
  });
}

/** The size of what is sent at once. */
function bytesOf(payload: unknown): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  return payload instanceof Uint8Array ? payload.byteLength : 0;
}
