import type { GraphQLFormattedError } from 'graphql';
import type { WebSocket } from 'ws';
import type { LiveTransport } from '../LiveTransport.ts';
import { WaitingBytes } from '../WaitingBytes.ts';

/** One subscription's messages on a socket that it shares with others (graphql-transport-ws). */
export class SocketTransport implements LiveTransport {
  readonly #socket: WebSocket;
  readonly #id: string;
  readonly #beginning: string;
  readonly #onError: () => void;
  readonly #waiting = new WaitingBytes();

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
    return this.#waiting.count;
  }

  drained(): Promise<void> {
    return this.#waiting.drained();
  }

  #send(message: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(message, this.#waiting.add(Buffer.byteLength(message)));
  }
}
