import type { LiveMessage, Rendered } from '../../feed/hub/LiveMessage.ts';

/** What is sent of a message, from the GraphQL response on. */
export interface PayloadBytes {
  readonly pieces: readonly Buffer[];
  /** Of all pieces. */
  readonly length: number;
}

/** So short a payload is put together once, and copied as one for each socket. */
const mostInOne = 2 * 1024;

const knownParts = new WeakMap<Rendered, readonly Buffer[]>();

/**
 * Gives what is sent of a message: made once for all connections, of parts that are encoded once for all filters. What is longer stays in
 * pieces, which are held once however many filters are told of it.
 *
 * @param ending - what stands behind the response
 */
export function createPayloadBytes(ending: string): (message: LiveMessage) => PayloadBytes {
  const end = Buffer.from(ending);
  // All connections are sent a message one after the other.
  let last: { readonly message: LiveMessage; readonly bytes: PayloadBytes } | undefined;
  return (message) => {
    if (last?.message !== message) last = { message, bytes: assemble(message, end) };
    return last.bytes;
  };
}

function assemble({ parts, cursor }: LiveMessage, end: Buffer): PayloadBytes {
  const encoded = partBytes(parts);
  const ofParts = encoded.reduce((sum, one) => sum + one.length, 0);
  const length = ofParts + Math.max(0, parts.length - 1) * cursor.length + end.length;
  return {
    pieces: length > mostInOne ? inPieces(encoded, cursor, end) : [inOne(encoded, cursor, end, length)],
    length,
  };
}

function inPieces(encoded: readonly Buffer[], cursor: string, end: Buffer): readonly Buffer[] {
  const between = Buffer.from(cursor, 'latin1');
  return [...encoded.flatMap((one, index) => (index > 0 ? [between, one] : [one])), end];
}

function inOne(encoded: readonly Buffer[], cursor: string, end: Buffer, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const [index, one] of encoded.entries()) {
    // Cursors are base64url.
    if (index > 0) at += bytes.write(cursor, at, 'latin1');
    at += one.copy(bytes, at);
  }
  end.copy(bytes, at);
  return bytes;
}

function partBytes(parts: Rendered): readonly Buffer[] {
  const encoded = knownParts.get(parts) ?? parts.map((part) => Buffer.from(part));
  knownParts.set(parts, encoded);
  return encoded;
}
