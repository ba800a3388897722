import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { LiveLimits } from '../LiveLimits.ts';

/** So long a client may take to agree to the end of a socket on which it did not say who it is. */
const closingMs = 1_000;

/** "Message Too Big", https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const messageTooBig = 1009;

/**
 * Drops a socket whose client does not say in time who it is, or sends much before, of which no more is read: nobody answers for what it
 * takes, and it need not agree to be closed. Gives what must be called once it is known.
 */
export function dropUnidentified(
  socket: WebSocket,
  connection: Socket,
  { handshakeMs, handshakeBytes }: Pick<LiveLimits, 'handshakeMs' | 'handshakeBytes'>,
): () => void {
  const most = connection.bytesRead + handshakeBytes;
  const terminate = (): void => {
    socket.terminate();
  };
  let timer = setTimeout(terminate, handshakeMs + closingMs);
  const look = (): void => {
    if (connection.bytesRead <= most) return;
    connection.off('data', look);
    clearTimeout(timer);
    timer = setTimeout(terminate, closingMs);
    socket.pause();
    socket.close(messageTooBig, 'Too much before connection_init');
  };
  connection.on('data', look);
  const identified = (): void => {
    clearTimeout(timer);
    connection.off('data', look);
  };
  socket.once('close', identified);
  return identified;
}
