import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import Decoder, { type DecodedHeader } from 'kafkajs/src/protocol/decoder.js';
import { installCodecs } from './codecs.ts';

let areInstalled = false;

/** It sets a timer for waiting requests also while none is waiting, at a negative delay and so every millisecond. */
function restWhileIdle(): void {
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}

function readHeader(decoder: Decoder): DecodedHeader {
  const keyBytes = decoder.readVarIntBytes() ?? Buffer.alloc(0);
  return { key: keyBytes.toString('utf8'), keyBytes, value: decoder.readVarIntBytes() };
}

/** It makes an object of a record's headers by `reduce`, which loses their order, and text of their names, which loses bytes. */
function keepHeadersAsTheyAre(): void {
  const read = Decoder.prototype.readVarIntArray;
  Decoder.prototype.readVarIntArray = function (this: Decoder) {
    const headers: readonly DecodedHeader[] = read.call(this, readHeader);
    return Object.assign([...headers], { reduce: () => headers });
  };
}

/** Mends kafkajs 2.2.4, once a process; its own consumers are not, and are not used. */
export function installFixes(): void {
  if (areInstalled) return;
  areInstalled = true;
  installCodecs();
  restWhileIdle();
  keepHeadersAsTheyAre();
}
