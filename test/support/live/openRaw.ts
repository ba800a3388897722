import { WebSocket } from 'ws';
import { until } from '../until.ts';

/** A message as it came. */
export interface RawMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface RawOptions {
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A socket without a client of graphql-ws before it. */
export interface RawSocket {
  readonly socket: WebSocket;
  /** All that came so far. */
  readonly messages: readonly RawMessage[];
  /** The same as texts. */
  readonly texts: readonly string[];
  readonly closed: Promise<Closed>;
  readonly send: (message: unknown) => void;
  /** Resolves with the first message that is as told; fails when the socket closes before. */
  readonly heard: (what: string, is: (message: RawMessage) => boolean) => Promise<RawMessage>;
  /** Says who it is, and waits until that is acknowledged. */
  readonly init: (payload?: Readonly<Record<string, unknown>>) => Promise<RawMessage>;
  readonly close: () => void;
}

/** An upgrade that was refused, as HTTP. */
export class RefusedUpgrade extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super(`the upgrade is refused with ${response.status}`);
    this.name = 'RefusedUpgrade';
    this.response = response;
  }
}

export function socketUrl(url: string): string {
  return `${url.replace('http', 'ws')}/graphql`;
}

function isRawMessage(value: unknown): value is RawMessage {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function parsed(text: string): RawMessage {
  const message: unknown = JSON.parse(text);
  if (!isRawMessage(message)) throw new Error(`no message of the protocol: ${text}`);
  return message;
}

async function opened(socket: WebSocket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  socket.once('open', () => {
    resolve(undefined);
  });
  socket.once('error', reject);
  socket.once('unexpected-response', (_request, response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      reject(
        new RefusedUpgrade(
          new Response(Buffer.concat(chunks), { status: response.statusCode ?? 0, headers }),
        ),
      );
    });
  });
  await promise;
}

/**
 * Opens a socket and says nothing on it.
 *
 * @throws RefusedUpgrade
 */
export async function openRaw(
  url: string,
  { protocols = ['graphql-transport-ws'], headers = {} }: RawOptions = {},
): Promise<RawSocket> {
  const socket = new WebSocket(socketUrl(url), [...protocols], { headers, perMessageDeflate: true });
  const texts: string[] = [];
  const messages: RawMessage[] = [];
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    texts.push(text);
    messages.push(parsed(text));
  });
  let isClosed = false;
  const closed = new Promise<Closed>((resolve) => {
    socket.once('close', (code, reason) => {
      isClosed = true;
      resolve({ code, reason: reason.toString('utf8') });
    });
  });
  await opened(socket);
  socket.on('error', () => undefined);
  const send = (message: unknown): void => {
    socket.send(JSON.stringify(message));
  };
  const heard: RawSocket['heard'] = async (what, is) => {
    await until(`${what} comes`, () => isClosed || messages.some(is), {
      pollMs: 5,
      explain: () => texts.join('\n'),
    });
    const found = messages.find(is);
    if (found === undefined) throw new Error(`The socket closed before ${what} came: ${texts.join('\n')}`);
    return found;
  };
  return {
    ...{ socket, messages, texts, closed, send, heard },
    init: (payload) => {
      send({ type: 'connection_init', ...(payload && { payload }) });
      return heard('connection_ack', ({ type }) => type === 'connection_ack');
    },
    close: () => {
      socket.terminate();
    },
  };
}
