import type { GraphQLFormattedError } from 'graphql';
import type { WebSocket } from 'ws';
import type { LiveTransport } from '../LiveTransport.ts';

/** One subscription's messages on a socket that it shares with others (graphql-transport-ws). */
export class SocketTransport implements LiveTransport {
  readonly #socket: WebSocket;
  readonly #id: string;
  readonly #beginning: string;
  readonly #onError: () => void;
  #waiting = 0;
  #drained: (() => void)[] = [];

  /** @param onError - called before an `error` message is sent, after which there is no `complete` */
  constructor(socket: WebSocket, id: string, onError: () => void) {
    this.#socket = socket;
    this.#id = id;
    this.#beginning = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    this.#onError = onError;
  }

  next(text: string): void {
    this.#send(`${this.#beginning}${text}}`);
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    this.#onError();
    this.#send(JSON.stringify({ id: this.#id, type: 'error', payload: errors }));
  }

  waitingBytes(): number {
    return this.#waiting;
  }

  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting === 0) resolve();
      else this.#drained.push(resolve);
    });
  }

  #send(message: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const bytes = Buffer.byteLength(message);
    this.#waiting += bytes;
    this.#socket.send(message, () => {
      this.#settle(bytes);
    });
  }

  #settle(bytes: number): void {
    this.#waiting = Math.max(0, this.#waiting - bytes);
    if (this.#waiting > 0) return;
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }
}
