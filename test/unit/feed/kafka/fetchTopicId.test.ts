import { describe, expect, it } from '@jest/globals';
import { fetchTopicId } from '../../../../src/feed/kafka/fetchTopicId.ts';

describe('fetchTopicId', () => {
  it.each([null, {}, { 3: { maxVersion: 9 } }])(
    'asks no broker that knows no ids of topics: %j',
    async (versions) => {
      const send = () => Promise.reject(new Error('asked'));
      expect(await fetchTopicId({ versions, connectionPool: { send } }, 'orders')).toBeUndefined();
    },
  );
});
