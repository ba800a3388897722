import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import RequestQueue, { type QueuedRequest } from 'kafkajs/src/network/requestQueue/index.js';
import { createKafka } from '../../../../src/feed/kafka/createKafka.ts';
import { installFixes } from '../../../../src/feed/kafka/installFixes.ts';

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
    ...{ clientId: 'test', broker: 'none', logger: createKafka({ brokers: ['none:1'] }).logger() },
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
