import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchJars } from '../../kafka/fetchJars.ts';
import { freePorts } from '../../kafka/freePorts.ts';
import type { KafkaServer } from '../../kafka/KafkaServer.ts';
import { kafkaDirectory } from '../../kafka/sharedKafka.ts';
import { startKafka } from '../../kafka/startKafka.ts';
import { createProxy, type Proxy } from './createProxy.ts';

/** A Kafka that a test may break, and a way to it that it may break, too. */
export interface OwnKafka {
  readonly server: KafkaServer;
  readonly proxy: Proxy;
  /** `host:port` of the way through the proxy, which brokers tell those who come by it to go on using. */
  readonly proxied: string;
  remove(): Promise<void>;
}

export async function startOwnKafka(): Promise<OwnKafka> {
  const [port = 0, controllerPort = 0, behindPort = 0] = await freePorts(3);
  const proxy = await createProxy(behindPort);
  const at = '127.0.0.1';
  const dataDir = await mkdtemp(join(tmpdir(), 'concordat-kafka-'));
  const server = await startKafka({
    ...{ jars: await fetchJars(kafkaDirectory), dataDir, port, controllerPort },
    properties: [
      `listeners=PLAINTEXT://${at}:${port},PROXIED://${at}:${behindPort},CONTROLLER://${at}:${controllerPort}`,
      `advertised.listeners=PLAINTEXT://${at}:${port},PROXIED://${at}:${proxy.port}`,
      'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT',
    ],
  });
  return {
    ...{ server, proxy, proxied: `${at}:${proxy.port}` },
    async remove() {
      await server.kill();
      await proxy.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
