import type { GraphQLFormattedError } from 'graphql';
import type { LiveMessage, Rendered } from '../../../feed/hub/LiveMessage.ts';
import type { ConsumerBytes } from '../ConsumerBytes.ts';
import type { LiveTransport } from '../LiveTransport.ts';
import { WaitingBytes } from '../WaitingBytes.ts';
import type { FrameWriter } from './FrameWriter.ts';
import { createPayloadBytes, type PayloadBytes } from '../createPayloadBytes.ts';

const payloadBytes = createPayloadBytes('}');
const nothing: PayloadBytes = { pieces: [], length: 0 };

export interface SocketTransportOptions {
  readonly frames: FrameWriter;
  /** The operation's. */
  readonly id: string;
  /** What waits for the consumer, here and elsewhere. */
  readonly ofConsumer: ConsumerBytes;
  /** Called before an `error` message is sent, after which there is no `complete`. */
  readonly onError: () => void;
}

/** One subscription's messages on a socket that it shares with others (graphql-transport-ws). */
export class SocketTransport implements LiveTransport {
  readonly #frames: FrameWriter;
  readonly #id: string;
  readonly #beginning: Buffer;
  readonly #onError: () => void;
  readonly #waiting: WaitingBytes;

  constructor({ frames, id, ofConsumer, onError }: SocketTransportOptions) {
    this.#frames = frames;
    this.#id = id;
    this.#waiting = new WaitingBytes(ofConsumer);
    this.#beginning = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    this.#onError = onError;
  }

  next(message: LiveMessage): void {
    this.#send(this.#beginning, payloadBytes(message), message.parts);
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    this.#onError();
    this.#send(Buffer.from(JSON.stringify({ id: this.#id, type: 'error', payload: errors })), nothing);
  }

  waitingBytes(): number {
    return this.#waiting.count;
  }

  drained(): Promise<void> {
    return this.#waiting.drained();
  }

  drop(): void {
    this.#frames.drop();
  }

  #send(own: Buffer, shared: PayloadBytes, message?: Rendered): void {
    if (!this.#frames.isOpen) return;
    this.#frames.write(own, shared, this.#waiting.add(own.length + shared.length, message));
  }
}
