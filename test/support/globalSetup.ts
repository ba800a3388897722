import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/startEmbeddedPostgres.ts';
import { offerKafka } from '../kafka/sharedKafka.ts';
import { createTemplateDatabase, dropLeftovers, runOnce } from './templateDatabase.ts';

declare global {
  // Jest runs setup and teardown in one process and hands nothing from one to the other.
  var stopTestServer: (() => Promise<void>) | undefined;
}

/**
 * The embedded server of tests has a place of its own in the project, so that the next run finds and stops one that a
 * killed run has left behind; runs at the same time share it.
 */
async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['CONCORDAT_TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };
  const postgres = await startEmbeddedPostgres({
    dataDir: join(packageRoot(), '.concordat', 'test'),
    // Nothing of it need survive a crash of the machine.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  if (postgres.started) await dropLeftovers(postgres.connectionString);
  return { url: postgres.connectionString, stop: () => postgres.stop() };
}

/**
 * Jest's global setup: one PostgreSQL for the whole run and a template database, which `createTestDatabase` clones; and a
 * Kafka that starts when the first test wants it. `CONCORDAT_TEST_DATABASE_URL` names a server to use instead, as a user that
 * may create databases; `KAFKA_BROKERS` a Kafka.
 */
export async function setup(): Promise<void> {
  const { url, stop } = await startServer();
  const template = await createTemplateDatabase(url);
  process.env['CONCORDAT_TEST_SERVER'] = url;
  process.env['CONCORDAT_TEST_TEMPLATE'] = template;
  // Half of what a command takes to start is to compile the same files again.
  process.env['NODE_COMPILE_CACHE'] ??= join(packageRoot(), '.concordat', 'compile-cache');
  const kafka = await offerKafka();
  Object.assign(process.env, kafka.env);
  globalThis.stopTestServer = async () => {
    await kafka.stop();
    await runOnce(url, `drop database ${template} with (force)`);
    await stop();
  };
}

/** Jest's global teardown. */
export async function teardown(): Promise<void> {
  await globalThis.stopTestServer?.();
}
