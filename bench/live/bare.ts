import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { BenchServer } from './BenchServer.ts';

export interface BareServer extends BenchServer {
  /** Sends a text to all sockets. */
  readonly forward: (text: string) => void;
}

/** The least that can be done: one string a change, and `send` for each socket. */
export async function startBare(): Promise<BareServer> {
  const server = createServer();
  const sockets = new WebSocketServer({
    ...{ server, path: '/graphql', perMessageDeflate: false },
    handleProtocols: () => 'graphql-transport-ws',
  });
  sockets.on('connection', (socket) => {
    socket.once('message', () => {
      socket.send('{"type":"connection_ack"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const forward = (text: string): void => {
    for (const socket of sockets.clients) socket.send(text);
  };
  return {
    name: 'bare ws.send',
    forward,
    url: `ws://127.0.0.1:${address.port}/graphql`,
    send: (events) => {
      for (const { change } of events) {
        forward(
          `{"id":"1","type":"next","payload":${JSON.stringify({ data: { customerOrderTimelineV1: change } })}}`,
        );
      }
    },
    close: () => {
      for (const client of sockets.clients) client.terminate();
      server.close();
      return Promise.resolve();
    },
  };
}
