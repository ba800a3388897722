import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Timeouts } from '../../src/server/Timeouts.ts';
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
const serve = async (timeouts: Partial<Timeouts>) => {
  ({ server } = stubServer({
    engine: { schemaFor: () => schema },
    timeouts,
    loadLimits: { answerBytesPerConsumer: 30 * megabyte },
  }));
  url = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
};
afterEach(() => server.close());

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

const becomesIdle = async () => {
  for (let waited = 0; waited < 10_000 && (await openConnections()) > 0; waited += 100) await pause(100);
  expect(await openConnections()).toBe(0);
};

describe('attack 48: answers that nobody reads', () => {
  it('attack 48: are not kept', async () => {
    await serve({ stalled: 500 });
    const sockets = [requestLarge(), requestLarge()];
    for (const socket of sockets) socket.pause();
    await pause(300);
    expect(await openConnections()).toBe(2);
    await becomesIdle();
    for (const socket of sockets) socket.destroy();
  });

  it('attack 48: are not kept because a little of them is read now and then', async () => {
    await serve({ sending: 500, sentBytesPerSecond: 10 * megabyte });
    const socket = requestLarge();
    socket.on('data', () => {
      socket.pause();
      setTimeout(() => socket.resume(), 200);
    });
    await pause(1_200);
    expect(await openConnections()).toBe(1);
    await becomesIdle();
    expect(socket.bytesRead).toBeLessThan(large);
    socket.destroy();
  });

  it('attack 48: leave their consumer no room for another, until they have been read or given up', async () => {
    await serve({});
    const sockets = [requestLarge(), requestLarge()];
    for (const socket of sockets) socket.pause();
    await pause(500);
    const headers = { authorization: 'Bearer good' };
    const refused = await fetch(new URL(path(large), url), { headers });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.json()).toEqual({
      errors: [
        {
          message: `The answers that this consumer has asked for and not read yet take more than ${30 * megabyte} bytes.`,
          extensions: { code: 'TOO_MANY_REQUESTS', fix: expect.any(String), traceId: expect.any(String) },
        },
      ],
    });
    const small = await fetch(new URL(path(10), url), { headers });
    expect(await small.json()).toEqual({ data: { text: 'xxxxxxxxxx' } });

    sockets[0]?.destroy();
    await pause(200);
    const next = await fetch(new URL(path(large), url), { headers });
    expect(next.status).toBe(200);
    await next.text();
    sockets[1]?.destroy();
  });

  it('attack 48: are sent whole to who reads slowly', async () => {
    await serve({ stalled: 1_000 });
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
  await serve({});
  const response = await server.inject({
    url: path(17 * megabyte),
    headers: { authorization: 'Bearer good' },
  });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toEqual({
    errors: [
      {
        message: 'The answer is larger than 16777216 bytes.',
        extensions: { code: 'LIMIT_EXCEEDED', fix: expect.any(String), traceId: expect.any(String) },
      },
    ],
  });
});
