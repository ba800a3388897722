import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PayloadBytes } from '../createPayloadBytes.ts';

const finalText = 0x81;
const most7Bit = 125;
const most16Bit = 0xffff;

/** Bytes of the header of a message of so many (RFC 6455, section 5.2). */
function headerBytes(length: number): number {
  if (length <= most7Bit) return 2;
  return length <= most16Bit ? 4 : 10;
}

/** Puts the header of a text message in one frame, not masked, as a server sends it (RFC 6455, section 5.2); returns where it ends. */
function putHeader(into: Buffer, at: number, length: number): number {
  const offset = into.writeUInt8(finalText, at);
  if (length <= most7Bit) return into.writeUInt8(length, offset);
  if (length <= most16Bit) return into.writeUInt16BE(length, into.writeUInt8(126, offset));
  // More than 4 GiB no message has.
  return into.writeUInt32BE(length, into.writeUInt32BE(0, into.writeUInt8(127, offset)));
}

interface Message {
  readonly own: Buffer;
  readonly shared: PayloadBytes;
  readonly taken: () => void;
}

/** How long a message's frame is before what is shared. */
function startBytes({ own, shared }: Message): number {
  return headerBytes(own.length + shared.length) + own.length;
}

/** Puts a message's frame up to what is shared; returns where that ends. */
function putStart(into: Buffer, at: number, { own, shared }: Message): number {
  const offset = putHeader(into, at, own.length + shared.length);
  return offset + own.copy(into, offset);
}

/** Up to so many bytes it is quicker to copy what is shared than to hand it to the network by itself. */
const mostCopied = 16 * 1024;

/** Those that have something to send at the end of this turn. */
let waiting: FrameWriter[] = [];

function flushWaiting(): void {
  const all = waiting;
  waiting = [];
  for (const writer of all) writer.flush();
}

/**
 * Sends text messages on a WebSocket past ws's own `send`, which encodes and frames for each socket what is the same for all of
 * them. Whole frames only, without compression, so that they stand between those of ws. What is sent in one turn of the event loop
 * goes out in one piece at its end.
 */
export class FrameWriter {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  #messages: Message[] = [];

  /** @param connection - what ws writes to */
  constructor(socket: WebSocket, connection: Duplex) {
    this.#socket = socket;
    this.#connection = connection;
  }

  /** Whether anything can be sent still. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /**
   * Sends a message of two parts of UTF-8, of which the second may be shared with other sockets. Does nothing on one that is not open.
   *
   * @param taken - called when the network has taken it, or there is nobody to take it
   */
  write(own: Buffer, shared: PayloadBytes, taken: () => void): void {
    if (this.#messages.length === 0 && waiting.push(this) === 1) process.nextTick(flushWaiting);
    this.#messages.push({ own, shared, taken });
  }

  /** Closes the socket, whatever waits. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Sends now what was written in this turn: before anything that ws sends behind it. */
  flush(): void {
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#messages = [];
    if (!this.isOpen) {
      for (const { taken } of messages) taken();
      return;
    }
    const bytes = messages.reduce((sum, one) => sum + startBytes(one) + one.shared.length, 0);
    // Where much waits to be read already, what is shared is held once for all sockets.
    if (bytes <= mostCopied && this.#connection.writableLength === 0) this.#writeCopied(messages, bytes);
    else this.#writeShared(messages);
  }

  #writeCopied(messages: readonly Message[], bytes: number): void {
    const all = Buffer.allocUnsafe(bytes);
    let end = 0;
    for (const message of messages) {
      end = putStart(all, end, message);
      for (const piece of message.shared.pieces) end += piece.copy(all, end);
    }
    this.#connection.write(all, () => {
      for (const { taken } of messages) taken();
    });
  }

  #writeShared(messages: readonly Message[]): void {
    this.#connection.cork();
    for (const message of messages) {
      const { shared, taken } = message;
      const start = Buffer.allocUnsafe(startBytes(message));
      putStart(start, 0, message);
      const pieces = [start, ...shared.pieces];
      for (const [index, piece] of pieces.entries())
        this.#connection.write(piece, index === pieces.length - 1 ? taken : undefined);
    }
    this.#connection.uncork();
  }
}
