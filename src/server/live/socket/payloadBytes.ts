import type { LiveMessage, Rendered } from '../../../feed/hub/LiveMessage.ts';

const known = new WeakMap<LiveMessage, Buffer>();
const knownParts = new WeakMap<Rendered, readonly Buffer[]>();

/** The end of a `next` message, from the payload on: made once for all sockets, of parts that are encoded once for all filters. */
export function payloadBytes(message: LiveMessage): Buffer {
  const bytes = known.get(message) ?? assemble(message);
  known.set(message, bytes);
  return bytes;
}

function assemble({ parts, cursor, length }: LiveMessage): Buffer {
  const encoded = partBytes(parts);
  const beyondAscii = encoded.reduce((sum, one, index) => sum + one.length - (parts[index]?.length ?? 0), 0);
  const bytes = Buffer.allocUnsafe(length + beyondAscii + 1);
  let at = 0;
  for (const [index, one] of encoded.entries()) {
    // Cursors are base64url.
    if (index > 0) at += bytes.write(cursor, at, 'latin1');
    at += one.copy(bytes, at);
  }
  bytes.write('}', at, 'latin1');
  return bytes;
}

function partBytes(parts: Rendered): readonly Buffer[] {
  const encoded = knownParts.get(parts) ?? parts.map((part) => Buffer.from(part));
  knownParts.set(parts, encoded);
  return encoded;
}
