import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { stubServer } from '../support/stubEngine.ts';

const megabyte = 1024 * 1024;
/** More than the kernel keeps of a connection for both of its ends. */
const large = 14 * megabyte;
const schema = makeExecutableSchema({
  typeDefs: 'type Query { text(length: Int!): String! }',
  resolvers: { Query: { text: (_root: unknown, { length }: { length: number }) => 'x'.repeat(length) } },
});

let server: FastifyInstance;
let url: URL;
beforeAll(async () => {
  ({ server } = stubServer({ engine: { schemaFor: () => schema }, timeouts: { stalled: 500 } }));
  url = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
});
afterAll(() => server.close());

const path = (length: number) => `/graphql?query=${encodeURIComponent(`{text(length:${length})}`)}`;

function requestLarge() {
  const socket = connect(Number(url.port), url.hostname);
  socket.on('error', () => undefined);
  socket.write(
    `GET ${path(large)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n`,
  );
  return socket;
}

const openConnections = () =>
  new Promise<number>((resolve, reject) => {
    server.server.getConnections((error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });

describe('attack 48: answers that nobody reads', () => {
  it('attack 48: are not kept', async () => {
    const sockets = [requestLarge(), requestLarge()];
    for (const socket of sockets) socket.pause();
    await pause(300);
    expect(await openConnections()).toBe(2);
    for (let waited = 0; waited < 5_000 && (await openConnections()) > 0; waited += 100) await pause(100);
    expect(await openConnections()).toBe(0);
    for (const socket of sockets) socket.destroy();
  });

  it('attack 48: are sent whole to who reads slowly', async () => {
    const socket = requestLarge();
    const started = performance.now();
    let read = 0;
    for await (const chunk of socket) {
      if (!(chunk instanceof Buffer)) throw new TypeError('not bytes');
      read += chunk.length;
      await pause(chunk.length / 10_000);
    }
    expect(read).toBeGreaterThan(large);
    expect(performance.now() - started).toBeGreaterThan(1_000);
  });
});

it('attack 2: an answer beyond its limit is not sent', async () => {
  const response = await server.inject({
    url: path(17 * megabyte),
    headers: { authorization: 'Bearer good' },
  });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toEqual({
    errors: [
      {
        message: 'The answer is larger than 16777216 bytes.',
        extensions: { code: 'LIMIT_EXCEEDED', fix: expect.any(String) },
      },
    ],
  });
});
