import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import type { FetchBroker } from 'kafkajs/src/cluster/index.js';
import { withinTopics } from '../../../../src/feed/kafka/withinTopics.ts';

const at = { topic: 'orders', partition: 0 };
const read = { ...at, kind: 'RECORDS', records: [], nextOffset: 1n, end: 1n } as const;
const failing = (error: Error): FetchBroker => ({
  versions: { 3: { maxVersion: 12 } },
  connectionPool: { send: () => Promise.reject(error) },
});
const held = (error: Error) => withinTopics(failing(error), [{ ...at, offset: 0n, topicId: 'id' }], [read]);

describe('a read whose topic cannot be asked for its id', () => {
  it('fails by itself where the broker refuses', async () => {
    expect(await held(createErrorFromCode(3))).toMatchObject([{ ...at, kind: 'FAILED' }]);
  });

  it('fails as a whole where the connection does, so that it may be tried again', async () => {
    const cut = new kafkajs.KafkaJSConnectionError('Closed connection');
    await expect(held(cut)).rejects.toBe(cut);
  });
});
