import type { Database } from '../../src/storage/Database.ts';
import { createDatabase, type DatabaseOptions } from '../../src/storage/createDatabase.ts';
import { databaseUrl, runOnce, testDatabaseName } from './templateDatabase.ts';

export interface TestDatabase {
  readonly connectionString: string;
  readonly database: Database;
  /** Another pool on the same database, e.g. with an `onStatement`; `drop` closes it too. */
  connect(options?: Omit<DatabaseOptions, 'connectionString'>): Database;
  /** Closes the pools and drops the database. */
  drop(): Promise<void>;
}

function fromGlobalSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: run the tests with \`npm test\`, which sets it up.`);
  return value;
}

/**
 * A database of its own for a test file: a clone of the template with the platform's migrations (`template: false` for
 * an empty one). Call it in `beforeAll` and `drop` it in `afterAll`.
 */
export async function createTestDatabase(
  options: { readonly template?: boolean } = {},
): Promise<TestDatabase> {
  const server = fromGlobalSetup('CONCORDAT_TEST_SERVER');
  const template = options.template === false ? 'template0' : fromGlobalSetup('CONCORDAT_TEST_TEMPLATE');
  const name = testDatabaseName('test');
  await runOnce(server, `create database ${name} template ${template}`);
  const connectionString = databaseUrl(server, name);
  const pools: Database[] = [];
  const connect = (more: Omit<DatabaseOptions, 'connectionString'> = {}): Database => {
    const pool = createDatabase({ connectionString, ...more });
    pools.push(pool);
    return pool;
  };
  return {
    connectionString,
    database: connect(),
    connect,
    async drop() {
      await Promise.all(pools.map((pool) => pool.close()));
      await runOnce(server, `drop database ${name} with (force)`);
    },
  };
}
