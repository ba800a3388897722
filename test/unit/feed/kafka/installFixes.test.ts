import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Broker from 'kafkajs/src/broker/index.js';
import type { ProtocolRequest, TopicsMetadata } from 'kafkajs/src/cluster/index.js';
import Connection from 'kafkajs/src/network/connection.js';
import RequestQueue, { type QueuedRequest } from 'kafkajs/src/network/requestQueue/index.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import { createKafka } from '../../../../src/feed/kafka/createKafka.ts';
import { installFixes } from '../../../../src/feed/kafka/installFixes.ts';

const logger = createKafka({ brokers: ['none:1'] }).logger();

/** Delays of the timers that are set. */
let delays: (number | undefined)[];

beforeEach(() => {
  installFixes();
  delays = [];
  const set = globalThis.setTimeout;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((run, delay) => {
    delays.push(delay);
    return set(run, delay);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

function queueOf(maxInFlightRequests: number | null): RequestQueue {
  return new RequestQueue({
    ...{ maxInFlightRequests, requestTimeout: 1_000, enforceRequestTimeout: false },
    ...{ clientId: 'test', broker: 'none', logger },
  });
}

function request(correlationId: number, sent: number[]): QueuedRequest {
  const sendRequest = (): void => {
    sent.push(correlationId);
  };
  const entry = { correlationId, resolve: () => undefined, reject: () => undefined };
  return { entry, expectResponse: true, sendRequest };
}

// Node.js warns on stderr of a timer that is set into the past (TimeoutNegativeWarning), and lets it run at once.
describe('the queue of requests of kafkajs, mended', () => {
  it('sets no timer while nothing waits', () => {
    const queue = queueOf(null);
    const sent: number[] = [];
    queue.push(request(1, sent));
    queue.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 });
    expect([sent, delays]).toEqual([[1], []]);
  });

  it('sends what waits once the broker takes requests again, and sets no timer into the past', async () => {
    const queue = queueOf(null);
    const sent: number[] = [];
    queue.maybeThrottle(30);
    queue.push(request(1, sent));
    queue.push(request(2, sent));
    expect(sent).toEqual([]);
    while (queue.pending.length > 0) await new Promise(setImmediate);
    expect(sent).toEqual([1, 2]);
    queue.fulfillRequest({ correlationId: 2, payload: Buffer.alloc(0), size: 0 });
    queue.destroy();
    expect(delays.length).toBeGreaterThan(0);
    expect(delays.filter((delay = 0) => !(delay > 0))).toEqual([]);
  });
});

describe('what a broker of kafkajs says of all topics, mended', () => {
  const sound = {
    topicErrorCode: 0,
    topic: 'sound',
    partitionMetadata: [{ partitionErrorCode: 0, partitionId: 0, leader: 1 }],
  };
  const [withoutLeader, leaderNotAvailable] = [-1, 5];
  const faulty = {
    ...{ topicErrorCode: 0, topic: 'faulty' },
    partitionMetadata: [{ partitionErrorCode: leaderNotAvailable, partitionId: 0, leader: withoutLeader }],
  };
  const topicMetadata = [sound, faulty];
  const connectionPool = {
    ...{ host: 'none', port: 1, connectionTimeout: 1_000 },
    send: ({ response }: ProtocolRequest<TopicsMetadata>) => response.parse({ topicMetadata }),
  };
  const brokerOf = (): Broker => {
    const broker = new Broker({ connectionPool, logger });
    broker.lookupRequest = (_, forms) => forms.protocol({ version: 6 });
    return broker;
  };

  it('is not lost by a partition of one that has no leader', async () => {
    expect(await brokerOf().metadata()).toEqual({ topicMetadata });
  });

  it('fails as before where topics are named', async () => {
    await expect(brokerOf().metadata(['faulty'])).rejects.toMatchObject({ type: 'LEADER_NOT_AVAILABLE' });
  });
});

describe('a connection of kafkajs, mended', () => {
  it('makes one socket for those who want it at once', async () => {
    const sockets: net.Socket[] = [];
    const server = net.createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const connection = new Connection({
      ...{ host: '127.0.0.1', port, logger, socketFactory: socketFactory() },
      ...{ connectionTimeout: 1_000, requestTimeout: 1_000 },
    });
    try {
      for (let round = 1; round <= 2; round += 1) {
        expect(await Promise.all([1, 2, 3].map(() => connection.connect()))).toEqual([true, true, true]);
        await connection.disconnect();
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(sockets).toHaveLength(round);
      }
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });
});
