import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { fetchJars } from './fetchJars.ts';
import { kafkaPort } from './kafkaPort.ts';
import { PortTaken } from './PortTaken.ts';
import { startKafka } from './startKafka.ts';

/** Events are of some day, and are to stay whatever day it is; the tests' broker is in a hurry to take what is old. */
const keepsAll = ['log.retention.ms=-1', 'log.retention.check.interval.ms=300000'];

const directory = join(packageRoot(), '.concordat', 'kafka');

async function run(port: number): Promise<void> {
  const jars = await fetchJars(directory);
  const dataDir = join(directory, `data-${port}`);
  const kafka = await startKafka({ jars, dataDir, port, controllerPort: port + 1, properties: keepsAll });
  console.log(
    `Apache Kafka listens on ${kafka.brokers} (process ${kafka.pid}). In another terminal:\n\n` +
      `  export KAFKA_BROKERS=${kafka.brokers}\n  npm run kafka:fill -- DIR   # logs onto source topics\n\nCtrl+C ends it; its data stays in ${directory}.`,
  );
  const stopping = Promise.withResolvers<undefined>();
  const stop = (): void => {
    stopping.resolve(undefined);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const how = await Promise.race([kafka.ended(), stopping.promise]);
  if (how === undefined) {
    await kafka.stop();
    return;
  }
  console.error(`Apache Kafka has ended by itself (${how}). See ${join(dataDir, 'server.log')}.`);
  process.exitCode = 1;
}

/** `npm run kafka`: Apache Kafka on this machine until Ctrl+C, with its data under `.concordat/kafka`. */
const port = kafkaPort(process.env['KAFKA_PORT']);
if (process.argv.length > 2) {
  console.error(
    'npm run kafka takes no arguments. It starts Apache Kafka on port 9092, or KAFKA_PORT, until Ctrl+C; its data stays under .concordat/kafka.',
  );
  process.exitCode = 2;
} else if (port === undefined) {
  console.error(
    'KAFKA_PORT cannot be used: a port is a whole number from 1 to 65534; the one after it is needed too.',
  );
  process.exitCode = 2;
} else {
  try {
    await run(port);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (error instanceof PortTaken) {
      console.error('KAFKA_PORT chooses another; that one and the one after it must be free.');
    }
    process.exitCode = 1;
  }
}
