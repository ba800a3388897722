import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut off, as by a cable that is pulled: nobody says goodbye. */
export interface Forward {
  readonly url: string;
  /** Cuts what is open, and leads to another server from now on. */
  readonly cut: (url: string) => void;
  readonly close: () => Promise<void>;
}

export async function forwardTo(url: string): Promise<Forward> {
  let port = Number(new URL(url).port);
  const open = new Set<Socket>();
  const drop = (): void => {
    for (const socket of open) {
      // One that is being shut down cannot be reset: it would never be closed, and Node.js would not end.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
    open.clear();
  };
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut: (other) => {
      port = Number(new URL(other).port);
      drop();
    },
    close: async () => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
