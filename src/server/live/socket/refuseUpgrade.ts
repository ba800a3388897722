import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphQLFormattedError } from 'graphql';
import { retryAfterSeconds } from '../../limits/tooManyRequests.ts';

/** Answers a request for a socket with why there is none, in the shape of a GraphQL response, and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: number, error: GraphQLFormattedError): void {
  const body = JSON.stringify({ errors: [error] });
  // The client may keep its half open for as long as it likes.
  socket.once('finish', () => {
    socket.destroy();
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Cache-Control: no-store',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(status === 429 ? [`Retry-After: ${retryAfterSeconds}`] : []),
      ...(status === 401 ? ['WWW-Authenticate: Bearer realm="concordat"'] : []),
      '',
      body,
    ].join('\r\n'),
  );
}
