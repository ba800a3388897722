import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { KafkaFault } from '../../../../src/feed/kafka/KafkaFault.ts';
import { toKafkaError } from '../../../../src/feed/kafka/toKafkaError.ts';
import { describeError } from '../../../../src/server/logging/describeError.ts';

const broker = 'kafka.example:9093';

function refused(code: string, message: string): Error {
  return new kafkajs.KafkaJSConnectionError(`Connection error: ${message}`, { broker, code });
}

function answered(type: string, message: string): Error {
  return new kafkajs.KafkaJSProtocolError(
    Object.assign(new Error(message), { type, code: 1, retriable: false }),
  );
}

describe('an error of Kafka', () => {
  it.each<[string, Error, readonly string[]]>([
    ['nobody listens', refused('ECONNREFUSED', 'connect'), ['brokers of KAFKA_BROKERS run']],
    [
      'a certificate that nobody trusts',
      refused('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
      ['--kafka-ssl-ca', '--kafka-ssl-cert', '--kafka-ssl-key', '--kafka-security-protocol'],
    ],
    [
      'TLS to a plain listener',
      refused('ERR_SSL_WRONG_VERSION_NUMBER', 'wrong'),
      ['--kafka-security-protocol'],
    ],
    [
      'no TLS to a listener with it',
      Object.assign(new kafkajs.KafkaJSConnectionError('Closed connection', { broker }), {
        name: 'KafkaJSConnectionClosedError',
      }),
      ['--kafka-security-protocol'],
    ],
  ])('says broker and fix: %s', (_, error, fixes) => {
    const { message, fix } = toKafkaError(
      new kafkajs.KafkaJSNumberOfRetriesExceeded(error, { retryCount: 4, retryTime: 1 }),
      'looking at topics',
    );
    expect(message).toContain(`Kafka failed while looking at topics: ${error.message}`);
    expect(message).toContain(broker);
    for (const part of fixes) expect(fix).toContain(part);
  });

  it.each([
    ['ILLEGAL_SASL_STATE', '--kafka-sasl-mechanism'],
    ['TOPIC_AUTHORIZATION_FAILED', 'access control'],
    ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'access control'],
  ])('says what to do about the answer %s', (type, fix) => {
    expect(toKafkaError(answered(type, 'no'), 'writing to t', 't').fix).toContain(fix);
  });

  it('says for what reasons topics are not made', () => {
    const error = new kafkajs.KafkaJSAggregateError('Topic creation errors', [
      answered('INVALID_REPLICATION_FACTOR', 'Replication-factor is invalid'),
    ]);
    const said = toKafkaError(error, 'making topic t', 't');
    expect(said.message).toBe(
      'Kafka failed while making topic t: Replication-factor is invalid [INVALID_REPLICATION_FACTOR]',
    );
    expect(said.fix).toContain('--topic-replication');
  });

  it('is logged with message and fix, but not in words that are none of kafkajs’s or ours', () => {
    expect(describeError(toKafkaError(refused('ECONNREFUSED', 'connect'), 'reading'))).toEqual({
      ...{ name: 'ConcordatError', code: 'KAFKA_UNAVAILABLE' },
      message: `Kafka failed while reading: Connection error: connect (broker ${broker})`,
      fix: expect.stringContaining('KAFKA_BROKERS'),
    });
    expect(describeError(toKafkaError(new KafkaFault('no leader'), 'reading')).message).toContain(
      'no leader',
    );
    const secret = 'maria@example.com';
    for (const error of [
      new TypeError(secret),
      new kafkajs.KafkaJSNumberOfRetriesExceeded(new TypeError(secret), { retryCount: 4, retryTime: 1 }),
    ]) {
      expect(JSON.stringify(describeError(toKafkaError(error, 'reading')))).not.toContain(secret);
    }
  });
});
