import Broker from 'kafkajs/src/broker/index.js';
import Connection from 'kafkajs/src/network/connection.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import createTopicsResponse from 'kafkajs/src/protocol/requests/createTopics/v3/response.js';
import Decoder, { type DecodedHeader } from 'kafkajs/src/protocol/decoder.js';
import { installCodecs } from './codecs.ts';
import { countRecord } from './unpackBudget.ts';

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

/**
 * It makes an object of a record's headers by `reduce`, which loses their order, and text of their names, which loses bytes; and it
 * makes them however many there are.
 */
function keepHeadersAsTheyAre(): void {
  Decoder.prototype.readVarIntArray = function (this: Decoder) {
    const length = Math.max(0, this.readVarInt());
    countRecord(length);
    const headers = Array.from({ length }, () => readHeader(this));
    return Object.assign([...headers], { reduce: () => headers });
  };
}

/** Records older than Kafka 0.11 have a key and a value, read so, and nothing else. */
function countOldRecords(): void {
  const read: (this: Decoder, bytes?: number) => Buffer | null = Decoder.prototype.readBytes;
  function counted(this: Decoder, bytes: number): Buffer;
  function counted(this: Decoder): Buffer | null;
  function counted(this: Decoder, bytes?: number): Buffer | null {
    if (bytes === undefined) countRecord(0);
    return read.call(this, bytes);
  }
  Decoder.prototype.readBytes = counted;
}

/** It reads what a broker says of a topic that it does not make, and drops it for the sentence of the error's number. */
function sayWhyTopicsAreRefused(): void {
  const parse = createTopicsResponse.parse;
  createTopicsResponse.parse = async (data) => {
    try {
      return await parse(data);
    } catch (error) {
      for (const refused of refusedTopics(error)) {
        const said = data.topicErrors.find(({ topic }) => topic === refused.topic)?.errorMessage ?? '';
        if (said !== '') refused.message = said;
      }
      throw error;
    }
  };
}

function refusedTopics(error: unknown): readonly (Error & { readonly topic: unknown })[] {
  if (!(error instanceof Error && 'errors' in error && Array.isArray(error.errors))) return [];
  return error.errors.filter((one) => one instanceof Error && 'topic' in one);
}

function withoutFaults(lookup: Broker['lookupRequest']): Broker['lookupRequest'] {
  return (key, forms) => (options) => {
    const { request, response } = lookup(key, forms)(options);
    return { request, response: { ...response, parse: (data) => Promise.resolve(data) } };
  };
}

/** Asked for all topics, it fails by what is amiss with any one of them: whoever asks finds what is said of those that concern it. */
function hearOfAllTopics(): void {
  const ask = Broker.prototype.metadata;
  Broker.prototype.metadata = function (this: Broker, topics = []) {
    if (topics.length > 0) return ask.call(this, topics);
    const asking = new Proxy(this, {
      get: (broker, property): unknown =>
        property === 'lookupRequest' ? withoutFaults(broker.lookupRequest) : Reflect.get(broker, property),
    });
    return ask.call(asking, topics);
  };
}

/** Those who find it unconnected at once make a socket each, of which it knows the last; when the broker ends another one, it fails what was asked on that. */
function connectOnce(): void {
  const connect = Connection.prototype.connect;
  const underWay = new WeakMap<Connection, Promise<boolean>>();
  Connection.prototype.connect = function (this: Connection) {
    const connecting =
      underWay.get(this) ??
      connect.call(this).finally(() => {
        underWay.delete(this);
      });
    underWay.set(this, connecting);
    return connecting;
  };
}

/** Mends kafkajs 2.2.4, once a process; its own consumers are not, and are not used. */
export function installFixes(): void {
  if (areInstalled) return;
  areInstalled = true;
  installCodecs();
  restWhileIdle();
  keepHeadersAsTheyAre();
  countOldRecords();
  sayWhyTopicsAreRefused();
  hearOfAllTopics();
  connectOnce();
}
