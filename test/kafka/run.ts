import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { fetchJars } from './fetchJars.ts';
import { startKafka } from './startKafka.ts';

/** `npm run kafka`: Apache Kafka on this machine until Ctrl+C, with its data under `.concordat/kafka`. */
const port = Number(process.env['KAFKA_PORT'] ?? 9092);
const directory = join(packageRoot(), '.concordat', 'kafka');
try {
  const jars = await fetchJars(directory);
  const kafka = await startKafka({
    jars,
    dataDir: join(directory, `data-${port}`),
    port,
    controllerPort: port + 1,
  });
  console.log(`Apache Kafka listens on ${kafka.brokers}. In another terminal:\n`);
  console.log(`  export KAFKA_BROKERS=${kafka.brokers}\n\nCtrl+C ends it; its data stays in ${directory}.`);
  const stop = (): void => {
    void kafka.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
