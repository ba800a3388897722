import type { SettingProblem } from '../settings/SettingProblem.ts';
import type { KafkaOptionValues } from './KafkaOptionValues.ts';
import { isSasl, isSsl } from './securityProtocols.ts';

type Name = keyof KafkaOptionValues;

const loginNames = ['kafkaSaslMechanism', 'kafkaUsername', 'kafkaPassword'] as const;
const sslNames = ['kafkaSslCa', 'kafkaSslCert', 'kafkaSslKey'] as const;

/** What does not go together in the settings by which Kafka is reached: a login that would not be used is no login. */
export function kafkaProblems(settings: Partial<KafkaOptionValues>): readonly SettingProblem<Name>[] {
  const { kafkaBrokers, kafkaSecurityProtocol: protocol = 'PLAINTEXT' } = settings;
  if (kafkaBrokers === undefined) return [];
  const isGiven = (name: Name): boolean => settings[name] !== undefined;
  const one = (name: Name, reason: string): SettingProblem<Name> => ({ settings: [name], reason });
  return [
    ...loginNames
      .filter((name) => isGiven(name) !== isSasl(protocol))
      .map((name) =>
        one(
          name,
          isSasl(protocol)
            ? `is missing: the security protocol is ${protocol}.`
            : `is of no use: the security protocol is ${protocol}, which has no login.`,
        ),
      ),
    ...sslNames
      .filter((name) => isGiven(name) && !isSsl(protocol))
      .map((name) => one(name, `is of no use: the security protocol is ${protocol}, without TLS.`)),
    ...(isSsl(protocol) && isGiven('kafkaSslCert') !== isGiven('kafkaSslKey')
      ? [
          one(
            isGiven('kafkaSslCert') ? 'kafkaSslKey' : 'kafkaSslCert',
            'is missing: certificate and key go together.',
          ),
        ]
      : []),
  ];
}
