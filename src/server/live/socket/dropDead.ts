import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { LiveLimits } from '../LiveLimits.ts';

/**
 * Drops a socket whose client is not there any more, or does not read. A client that is sent nothing is asked whether it is there; of
 * one that is, only what it reads tells, for the question waits behind all that was sent before.
 */
export function dropDead(
  socket: WebSocket,
  connection: Socket,
  { keepAliveMs, stallMs }: Pick<LiveLimits, 'keepAliveMs' | 'stallMs'>,
): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const asking = setInterval(() => {
    if (socket.bufferedAmount > 0) return;
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, keepAliveMs);
  // Counted anew by node:net whenever something comes or goes out. Subscriptions that wait have ended by then, and said so.
  connection.setTimeout(2 * stallMs, () => {
    if (socket.bufferedAmount > 0) socket.terminate();
  });
  socket.once('close', () => {
    clearInterval(asking);
  });
}
