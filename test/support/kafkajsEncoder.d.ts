/* eslint-disable no-restricted-syntax -- what a CommonJS module exports is its default. */
// What kafkajs has and does not publish; it writes names of headers as text alone.
declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    writeVarIntString: (this: Encoder, value: string | null) => Encoder;
    writeVarIntBytes: (this: Encoder, value: Buffer | null) => Encoder;
  }
}
