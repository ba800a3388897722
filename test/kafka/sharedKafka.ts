import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { fetchJars } from './fetchJars.ts';
import { freePorts } from './freePorts.ts';
import { startKafka } from './startKafka.ts';

/** Where the jars are, for tests too. */
export const kafkaDirectory = join(packageRoot(), '.concordat', 'kafka');

export interface SharedKafka {
  /** Environment of the tests. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * One Kafka for a whole test run, started when the first test asks for it (by the file `wanted`), since many runs need none.
 * `KAFKA_BROKERS` names one to use instead.
 */
export async function offerKafka(): Promise<SharedKafka> {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') {
    return { env: { CONCORDAT_TEST_KAFKA_BROKERS: given }, stop: () => Promise.resolve() };
  }
  const directory = join(kafkaDirectory, `test-${process.pid}`);
  await mkdir(directory, { recursive: true });
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const stopping = new AbortController();
  const running = (async () => {
    while (!existsSync(join(directory, 'wanted'))) {
      await setTimeout(100, undefined, { signal: stopping.signal, ref: false });
    }
    const jars = await fetchJars(kafkaDirectory);
    const kafka = await startKafka({ jars, dataDir: join(directory, 'data'), port, controllerPort });
    await writeFile(join(directory, 'ready'), '');
    return kafka;
  })();
  running.catch(async (error: unknown) => {
    if (!stopping.signal.aborted) await writeFile(join(directory, 'failed'), String(error));
  });
  return {
    env: { CONCORDAT_TEST_KAFKA_BROKERS: `127.0.0.1:${port}`, CONCORDAT_TEST_KAFKA_DIRECTORY: directory },
    async stop() {
      stopping.abort();
      const kafka = await running.catch(() => undefined);
      await kafka?.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
