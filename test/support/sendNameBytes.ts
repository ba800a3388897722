import Encoder from 'kafkajs/src/protocol/encoder.js';

/** Sends by `send` with bytes in the place of a header's name, which it gets as a text of the same length. */
export async function sendNameBytes(bytes: Buffer, send: (name: string) => Promise<void>): Promise<void> {
  const name = '#'.repeat(bytes.length);
  const write = Encoder.prototype.writeVarIntString;
  Encoder.prototype.writeVarIntString = function (this: Encoder, value) {
    return value === name ? this.writeVarIntBytes(bytes) : write.call(this, value);
  };
  try {
    await send(name);
  } finally {
    Encoder.prototype.writeVarIntString = write;
  }
}
