import type { Socket } from 'node:net';

interface Refusal {
  readonly status: string;
  readonly message: string;
  readonly fix: string;
}

/** What node:http says it could not read, as what tells a client what was wrong. */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    message: 'The URL or the headers are too large.',
    fix: 'Send the document and its variables by POST.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    message: 'The request took too long to come.',
    fix: 'Send it again, faster.',
  },
};

const notHttp: Refusal = {
  status: '400 Bad Request',
  message: 'The request is not HTTP.',
  fix: 'Send a request as HTTP/1.1.',
};

/**
 * Answers what is not even HTTP, or too large or too slow for it, in the shape of a GraphQL response and closes the
 * connection. Nothing of what came is repeated.
 */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, message, fix } = refusals[error.code ?? ''] ?? notHttp;
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT', fix } }] });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
