import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { LiveMessage } from '../../../../../src/feed/hub/LiveMessage.ts';
import { ConsumerBytes } from '../../../../../src/server/live/ConsumerBytes.ts';
import { EventStream } from '../../../../../src/server/live/sse/EventStream.ts';
import { defaultTimeouts } from '../../../../../src/server/Timeouts.ts';

it('holds a message once for all streams, and sends each the whole of it', async () => {
  const written: Uint8Array[] = [];
  const streams: EventStream[] = [];
  const ofConsumer = new ConsumerBytes();
  const server = createServer((_request, response) => {
    const write = response.write.bind(response);
    response.write = (chunk: Uint8Array, ...more: never[]) => {
      written.push(chunk);
      return write(chunk, ...more);
    };
    streams.push(
      new EventStream(response, {
        begin: () => undefined,
        ...{ keepAliveMs: 60_000, cursorMs: 60_000, stallMs: 60_000 },
        ...{ timeouts: defaultTimeouts, ofConsumer },
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It has no port.');
  const { port } = address;
  const answers = [1, 2, 3].map(
    () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        get({ port, host: '127.0.0.1' }, resolve).on('error', reject);
      }),
  );
  while (streams.length < 3) await new Promise(setImmediate);
  const parts = ['{"cursor":"', `","text":"${'é'.repeat(1_000_000)}"}`];
  const message = new LiveMessage(parts, 'c1');
  for (const stream of streams) stream.next(message);
  expect(new Set(written.filter(({ length }) => length > 1_000_000)).size).toBe(1);
  expect(streams.map((stream) => stream.waitingBytes() > 2_000_000)).toEqual([true, true, true]);
  expect(ofConsumer.count).toBeGreaterThan(2_000_000);
  expect(ofConsumer.count).toBeLessThan(2_001_000);
  for (const stream of streams) stream.end();
  const events = `event: next\nid: c1\ndata: ${parts.join('c1')}\n\n`;
  for (const answer of answers) expect((await text(await answer)) === events).toBe(true);
  expect(ofConsumer.count).toBe(0);
  server.close();
});
