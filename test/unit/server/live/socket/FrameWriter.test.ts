import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { closeSocket } from '../../../../../src/server/live/socket/closeSocket.ts';
import { FrameWriter } from '../../../../../src/server/live/socket/FrameWriter.ts';
import type { PayloadBytes } from '../../../../../src/server/live/createPayloadBytes.ts';
import { until } from '../../../../support/until.ts';

let server: Server;
let sockets: WebSocketServer;
let client: WebSocket;
let served: WebSocket;
let connection: IncomingMessage['socket'];
let received: string[];

beforeEach(async () => {
  server = createServer();
  sockets = new WebSocketServer({ server, perMessageDeflate: false });
  const accepted = Promise.withResolvers<readonly [WebSocket, IncomingMessage]>();
  sockets.once('connection', (socket, request) => {
    accepted.resolve([socket, request]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new WebSocket(`ws://127.0.0.1:${port}`);
  received = [];
  client.on('message', (data) => {
    if (Buffer.isBuffer(data)) received.push(data.toString('utf8'));
  });
  const [socket, request] = await accepted.promise;
  served = socket;
  connection = request.socket;
  await once(client, 'open');
});
afterEach(() => {
  client.terminate();
  sockets.close();
  server.close();
});

function payload(bytes: Buffer): PayloadBytes {
  return { pieces: [bytes], length: bytes.length };
}

/** Writes messages of a beginning and so many bytes each, all in this turn; gives how many were taken. */
function write(writer: FrameWriter, lengths: readonly number[]): () => number {
  let taken = 0;
  for (const [index, length] of lengths.entries()) {
    writer.write(Buffer.from(`${index}:`), payload(Buffer.alloc(length, 'x')), () => {
      taken += 1;
    });
  }
  return () => taken;
}

const expected = (lengths: readonly number[]): readonly string[] =>
  lengths.map((length, index) => `${index}:${'x'.repeat(length)}`);

describe('a writer of frames', () => {
  it.each([
    ['of every form of a header', [0, 122, 123, 124, 125, 65_532, 65_533, 65_534, 65_535, 70_000]],
    ['that are copied together', [1, 10, 100, 1_000]],
    ['that are copied together up to the bound', [8_000, 8_370]],
    ['that are too long to be copied', [8_000, 9_000]],
  ])('sends messages %s, in order', async (_, lengths) => {
    const taken = write(new FrameWriter(served, connection), lengths);
    await until('all have come', () => received.length === lengths.length);
    expect(received).toEqual(expected(lengths));
    expect(taken()).toBe(lengths.length);
  });

  it('holds what is shared by reference while the client reads nothing', async () => {
    client.pause();
    const writer = new FrameWriter(served, connection);
    const shared = Buffer.alloc(1_000, 'y');
    let taken = 0;
    let sent = 0;
    while (connection.writableLength === 0 || sent % 100 !== 0) {
      for (let count = 0; count < 100; count += 1, sent += 1)
        writer.write(Buffer.from('0:'), payload(shared), () => {
          taken += 1;
        });
      writer.flush();
    }
    const before = process.memoryUsage().arrayBuffers;
    for (let turn = 0; turn < 20_000; turn += 1, sent += 1) {
      writer.write(Buffer.from('0:'), payload(shared), () => {
        taken += 1;
      });
      writer.flush();
    }
    // Each copied it would be 20 MB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
    client.resume();
    await until('all have come', () => received.length === sent && taken === sent);
    expect(new Set(received)).toEqual(new Set([`0:${'y'.repeat(1_000)}`]));
  });

  it('sends what was written before what ws sends behind it, and before the close', async () => {
    const writer = new FrameWriter(served, connection);
    const closed = once(client, 'close');
    write(writer, [3]);
    writer.flush();
    served.send('complete');
    write(writer, [4]);
    writer.flush();
    closeSocket(served, 4403, 'Forbidden');
    expect((await closed)[0]).toBe(4403);
    expect(received).toEqual(['0:xxx', 'complete', '0:xxxx']);
  });

  it('gives up what is written when the client has closed meanwhile, and says that it is taken', async () => {
    const writer = new FrameWriter(served, connection);
    served.on('error', () => undefined);
    const taken = write(writer, [3, 70_000]);
    served.terminate();
    await until('it is given up', () => taken() === 2);
    expect(writer.isOpen).toBe(false);
  });
});
