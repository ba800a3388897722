import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Direction = 'TO_SERVER' | 'TO_CLIENT';

/** What happens to bytes of one direction: they are held back until that changes, or come later, by milliseconds. */
export type Impairment =
  { readonly kind: 'NONE' | 'HELD' } | { readonly kind: 'SLOW'; readonly delayMs: number };

/** A network between a process and a server, which can be broken. */
export interface Proxy {
  readonly port: number;
  impair(direction: Direction, impairment: Impairment): void;
  /** Breaks all connections and refuses new ones, until `restore`. */
  cut(): void;
  /** Everything flows again; what was held comes now. */
  restore(): void;
  /** Breaks all connections; new ones are taken. */
  reset(): void;
  close(): Promise<void>;
}

/** Looks at what a client sends: whether to break its connection before the server gets it, or once the server has answered. */
export type Inspect = (sent: Buffer) => 'PASS' | 'BREAK_BEFORE' | 'BREAK_AFTER';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

const none: Impairment = { kind: 'NONE' };

/** Starts a TCP proxy before a port of 127.0.0.1. */
export async function createProxy(
  targetPort: number,
  inspect: Inspect = () => 'PASS',
  port = 0,
): Promise<Proxy> {
  const links = new Set<Link>();
  const impairments: Record<Direction, Impairment> = { TO_SERVER: none, TO_CLIENT: none };
  let isCut = false;
  /** Writes that wait, in order. */
  let held: (() => void)[] = [];

  const breakLink = (link: Link): void => {
    links.delete(link);
    link.client.destroy();
    link.server.destroy();
  };

  const pass = (direction: Direction, write: () => void): void => {
    const impairment = impairments[direction];
    if (impairment.kind === 'HELD') held.push(write);
    else if (impairment.kind === 'SLOW') setTimeout(write, impairment.delayMs).unref();
    else write();
  };

  const listener = createServer({ noDelay: true }, (client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const server = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    const link: Link = { client, server };
    links.add(link);
    let breaksAtAnswer = false;
    client.on('data', (bytes) => {
      const verdict = inspect(bytes);
      if (verdict === 'BREAK_BEFORE') {
        breakLink(link);
        return;
      }
      breaksAtAnswer ||= verdict === 'BREAK_AFTER';
      pass('TO_SERVER', () => server.write(bytes));
    });
    server.on('data', (bytes) => {
      if (breaksAtAnswer) breakLink(link);
      else pass('TO_CLIENT', () => client.write(bytes));
    });
    client.on('end', () => {
      pass('TO_SERVER', () => server.end());
    });
    server.on('end', () => {
      pass('TO_CLIENT', () => client.end());
    });
    for (const socket of [client, server]) {
      socket.on('error', () => {
        breakLink(link);
      });
      socket.on('close', () => {
        pass(socket === client ? 'TO_SERVER' : 'TO_CLIENT', () => {
          breakLink(link);
        });
      });
    }
  });
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');

  const reset = (): void => {
    held = [];
    for (const link of [...links]) breakLink(link);
  };
  return {
    port: address.port,
    impair(direction, impairment) {
      impairments[direction] = impairment;
    },
    cut() {
      isCut = true;
      reset();
    },
    restore() {
      isCut = false;
      impairments.TO_SERVER = none;
      impairments.TO_CLIENT = none;
      const waiting = held;
      held = [];
      for (const write of waiting) write();
    },
    reset,
    async close() {
      reset();
      await once(listener.close(), 'close');
    },
  };
}
