import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import { connectionAfter, type ConnectionAfter } from '../../../../src/feed/kafka/connectionAfter.ts';
import { KafkaFault } from '../../../../src/feed/kafka/KafkaFault.ts';

const broker = 'kafka.example:9093';
const connectionError = (message: string, code?: string) =>
  new kafkajs.KafkaJSConnectionError(message, { broker, ...(code !== undefined && { code }) });
const retried = (error: Error) =>
  new kafkajs.KafkaJSNumberOfRetriesExceeded(error, { retryCount: 4, retryTime: 1 });

// By number: https://kafka.apache.org/protocol#protocol_error_codes
describe('what a failure says of the connection', () => {
  it.each<[ConnectionAfter, string, Error]>([
    ['SOUND', 'an offset out of range', createErrorFromCode(1)],
    ['SOUND', 'an unknown topic', createErrorFromCode(3)],
    ['SOUND', 'no leader, asked several times', retried(createErrorFromCode(5))],
    ['SOUND', 'another leader', createErrorFromCode(6)],
    ['SOUND', 'a topic that this user may not read', createErrorFromCode(29)],
    ['SOUND', 'our own words', new KafkaFault('a partition has no leader')],
    ['CUT', 'the broker ended it', connectionError('Closed connection')],
    ['CUT', 'a reset', connectionError('Connection error: read ECONNRESET', 'ECONNRESET')],
    [
      'CUT',
      'it ended before it was written to',
      connectionError('Connection error: write after end', 'ERR_STREAM_WRITE_AFTER_END'),
    ],
    ['BROKEN', 'nobody takes it', connectionError('Connection timeout')],
    ['BROKEN', 'nobody listens', retried(connectionError('Connection error: connect', 'ECONNREFUSED'))],
    ['BROKEN', 'no answer', new kafkajs.KafkaJSRequestTimeoutError('Request Fetch timed out')],
    ['BROKEN', 'a login that is refused', createErrorFromCode(58)],
    ['BROKEN', 'no login where one is given', createErrorFromCode(34)],
    ['BROKEN', 'what nobody foresaw', new TypeError('x is not a function')],
  ])('%s: %s', (after, _, error) => {
    expect(connectionAfter(error)).toBe(after);
  });
});
