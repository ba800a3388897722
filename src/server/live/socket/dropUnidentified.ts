import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { LiveLimits } from '../LiveLimits.ts';

/** So long a client may take to agree to the end of a socket on which it did not say who it is. */
const closingMs = 1_000;

/**
 * Drops a socket whose client does not say in time who it is, or sends much before: nobody answers for what it takes, and it need not
 * agree to be closed. Gives what must be called once it is known.
 */
export function dropUnidentified(
  socket: WebSocket,
  connection: Socket,
  { handshakeMs, handshakeBytes }: Pick<LiveLimits, 'handshakeMs' | 'handshakeBytes'>,
): () => void {
  const most = connection.bytesRead + handshakeBytes;
  const look = (): void => {
    if (connection.bytesRead > most) socket.terminate();
  };
  const timer = setTimeout(() => {
    socket.terminate();
  }, handshakeMs + closingMs);
  connection.on('data', look);
  const identified = (): void => {
    clearTimeout(timer);
    connection.off('data', look);
  };
  socket.once('close', identified);
  return identified;
}
