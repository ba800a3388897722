import { errorChain } from './errorChain.ts';
import { KafkaFault } from './KafkaFault.ts';

/** What goes wrong with Kafka, as far as what to do about it differs. */
export type RefusalKind =
  | 'CONNECTION'
  | 'TLS'
  | 'PROTOCOL'
  | 'CLOSED'
  | 'LOGIN'
  | 'PERMISSION'
  | 'REPLICATION'
  | 'SETTINGS'
  | 'OTHER';

export interface Refusal {
  readonly kind: RefusalKind;
  /** In the broker's or kafkajs's words, with the broker where one is known. */
  readonly reason: string;
  /** Whether kafkajs, a socket or we say so. */
  readonly isKafkas: boolean;
}

/** By what a broker answers, https://kafka.apache.org/protocol#protocol_error_codes */
const kinds: Readonly<Record<string, RefusalKind>> = {
  ILLEGAL_SASL_STATE: 'PROTOCOL',
  UNSUPPORTED_SASL_MECHANISM: 'LOGIN',
  SASL_AUTHENTICATION_FAILED: 'LOGIN',
  INVALID_REPLICATION_FACTOR: 'REPLICATION',
  POLICY_VIOLATION: 'SETTINGS',
  INVALID_PARTITIONS: 'SETTINGS',
  INVALID_CONFIG: 'SETTINGS',
  INVALID_REPLICA_ASSIGNMENT: 'SETTINGS',
  INVALID_TOPIC_EXCEPTION: 'SETTINGS',
};

/** Codes of OpenSSL and of Node.js about certificates; https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const tlsCode =
  /^(ERR_SSL|ERR_TLS|ERR_OSSL|EPROTO$|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|INVALID_CA|INVALID_PURPOSE|HOSTNAME_)/;
const socketCode = /^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EADDR)/;
const kafkasName = /^KafkaJS/;

function textIn(error: Error, property: string): string {
  const text: unknown = Reflect.get(error, property);
  return typeof text === 'string' ? text : '';
}

function kindOf(error: Error): RefusalKind | undefined {
  const type = textIn(error, 'type');
  if (/AUTHORIZATION_FAILED$/.test(type)) return 'PERMISSION';
  const known = kinds[type];
  if (known !== undefined) return known;
  if (error.name === 'KafkaJSSASLAuthenticationError') return 'LOGIN';
  const code = textIn(error, 'code');
  if (tlsCode.test(code)) return 'TLS';
  // A listener of another protocol than ours ends the connection, or waits for what never comes.
  if (error.name === 'KafkaJSConnectionClosedError') return 'CLOSED';
  if (error.name === 'KafkaJSConnectionError')
    return socketCode.test(code) && code !== 'ECONNRESET' ? 'CONNECTION' : 'CLOSED';
  if (
    error.name === 'KafkaJSBrokerNotFound' ||
    error.name === 'KafkaJSRequestTimeoutError' ||
    socketCode.test(code)
  )
    return 'CONNECTION';
  return undefined;
}

function isKafkas(error: Error): boolean {
  return (
    error instanceof KafkaFault ||
    kafkasName.test(error.name) ||
    tlsCode.test(textIn(error, 'code')) ||
    socketCode.test(textIn(error, 'code'))
  );
}

/** Those that an aggregate stands for say what it does not. */
function wordsOf(error: Error): string {
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const words = inner
    .filter((one) => one instanceof Error)
    .map((one) => {
      const type = textIn(one, 'type');
      return type === '' ? one.message : `${one.message} [${type}]`;
    });
  return words.length === 0 ? error.message : [...new Set(words)].join('; ');
}

/** Why Kafka failed, out of what kafkajs throws and what stands behind it. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return { kind: 'OTHER', reason: 'unknown', isKafkas: false };
  const all = [...errorChain(error)];
  const reason = wordsOf(error);
  const broker = all.map((one) => textIn(one, 'broker')).find((one) => /^[^\s:]+.*:\d+$/.test(one)) ?? '';
  return {
    kind: all.map(kindOf).find((kind) => kind !== undefined) ?? 'OTHER',
    reason: broker === '' || reason.includes(broker) ? reason : `${reason} (broker ${broker})`,
    isKafkas: all.every(isKafkas),
  };
}
