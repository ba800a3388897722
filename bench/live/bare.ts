import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { BenchServer } from './BenchServer.ts';

/** The least that can be done: one string a change, and `send` for each socket. */
export async function startBare(): Promise<BenchServer> {
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
  return {
    name: 'bare ws.send',
    url: `ws://127.0.0.1:${address.port}/graphql`,
    send: (events) => {
      for (const { change } of events) {
        const text = `{"id":"1","type":"next","payload":${JSON.stringify({ data: { customerOrderTimelineV1: change } })}}`;
        for (const socket of sockets.clients) socket.send(text);
      }
    },
    close: () => {
      for (const client of sockets.clients) client.terminate();
      server.close();
      return Promise.resolve();
    },
  };
}
