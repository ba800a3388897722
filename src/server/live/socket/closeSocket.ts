import type { WebSocket } from 'ws';

/** https://www.rfc-editor.org/rfc/rfc6455#section-5.5: a control frame has 125 bytes, two of them are the code. */
const mostReasonBytes = 123;

/** Closes a socket. A reason may repeat what a client sent, and is cut to what fits. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  const { read } = new TextEncoder().encodeInto(reason, new Uint8Array(mostReasonBytes));
  socket.close(code, reason.slice(0, read));
}
