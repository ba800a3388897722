import type { Security } from './createSecurity.ts';

export interface PropertiesOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly securePort: number;
  readonly security: Security | undefined;
}

/** The text of `server.properties`: one node, KRaft, nothing that waits for others. */
export function serverProperties(options: PropertiesOptions): string {
  const { dataDir, port, controllerPort, securePort, security } = options;
  const listeners = [`PLAINTEXT://127.0.0.1:${port}`];
  if (security !== undefined) listeners.push(`SASL_SSL://127.0.0.1:${securePort}`);
  const lines = [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=${[...listeners, `CONTROLLER://127.0.0.1:${controllerPort}`].join(',')}`,
    `advertised.listeners=${listeners.join(',')}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAINTEXT',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL',
    `log.dirs=${dataDir}/log`,
    'offsets.topic.num.partitions=1',
    'offsets.topic.replication.factor=1',
    'transaction.state.log.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    // What retention takes is to be seen within a test.
    'log.retention.check.interval.ms=500',
    'log.segment.delete.delay.ms=100',
    'log.initial.task.delay.ms=500',
    'controlled.shutdown.enable=false',
    // A broker that was killed may come back at once.
    'broker.session.timeout.ms=1500',
    'broker.heartbeat.interval.ms=300',
    ...(security?.properties ?? []),
  ];
  return `${lines.join('\n')}\n`;
}
