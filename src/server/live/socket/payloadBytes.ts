import type { LiveMessage } from '../../../feed/hub/LiveMessage.ts';

const known = new WeakMap<LiveMessage, Buffer>();

/** The end of a `next` message, from the payload on: made once for all sockets. */
export function payloadBytes(message: LiveMessage): Buffer {
  let bytes = known.get(message);
  if (bytes === undefined) {
    bytes = Buffer.from(`${message.text}}`);
    known.set(message, bytes);
  }
  return bytes;
}
