import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

const finalText = 0x81;
const most7Bit = 125;
const most16Bit = 0xffff;

/** The header of a text message in one frame, not masked, as a server sends it (RFC 6455, section 5.2). */
function header(length: number): readonly number[] {
  if (length <= most7Bit) return [finalText, length];
  if (length <= most16Bit) return [finalText, 126, length >> 8, length & 0xff];
  // More than 4 GiB no message has.
  return [finalText, 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((bits) => (length >>> bits) & 0xff)];
}

/**
 * Sends text messages on a WebSocket past ws's own `send`, which encodes and frames for each socket what is the same for all of
 * them. Whole frames only, at once and without compression, so that they stand between those of ws. What is sent in one turn of the
 * event loop goes out in one piece.
 */
export class FrameWriter {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  #isCorked = false;

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
  write(own: Buffer, shared: Buffer, taken: () => void): void {
    this.#cork();
    const start = header(own.length + shared.length);
    const head = Buffer.allocUnsafe(start.length + own.length);
    head.set(start);
    own.copy(head, start.length);
    this.#connection.write(head);
    this.#connection.write(shared, taken);
  }

  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#connection.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      this.#connection.uncork();
    });
  }
}
