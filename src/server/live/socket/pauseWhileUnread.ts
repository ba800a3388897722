import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/**
 * Reads no more from a client that does not read what it was sent, as answers to what it goes on sending would pile up (attack 48).
 * ws answers pings by itself, those too.
 */
export function pauseWhileUnread(socket: WebSocket, connection: Socket, mostBytes: number): void {
  const pause = (): void => {
    if (socket.isPaused || socket.bufferedAmount <= mostBytes) return;
    socket.pause();
    connection.once('drain', () => {
      socket.resume();
    });
  };
  socket.on('message', pause);
  socket.on('ping', pause);
}
