import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { createDatabase } from '../../src/storage/createDatabase.ts';
import { migrate } from '../../src/storage/migrate.ts';

/** The URL of another database of the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** A name that nobody else has, which tells when it was given. */
export function testDatabaseName(kind: 'template' | 'test'): string {
  return `concordat_${kind}_${Date.now()}_${randomBytes(4).toString('hex')}`;
}

/** Runs one statement on a connection of its own, outside of any transaction, as `create database` wants it. */
export async function runOnce(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Creates a database with the platform's migrations, to be cloned; returns its name. */
export async function createTemplateDatabase(serverUrl: string): Promise<string> {
  const name = testDatabaseName('template');
  await runOnce(serverUrl, `create database ${name} encoding 'UTF8' template template0`);
  const database = createDatabase({ connectionString: databaseUrl(serverUrl, name) });
  try {
    await migrate(database, { migrationsDir: `${packageRoot()}/migrations` });
  } finally {
    await database.close();
  }
  return name;
}

/** Drops what killed runs have left. Another run may have begun just now, so only what is old. */
export async function dropLeftovers(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const found = await client.query<{ datname: string }>(
      "select datname from pg_database where datname ~ '^concordat_(test|template)_'",
    );
    const hourAgo = Date.now() - 3_600_000;
    for (const { datname } of found.rows) {
      const givenAt = Number(datname.split('_')[2]);
      if (!(givenAt > hourAgo)) await client.query(`drop database if exists ${datname} with (force)`);
    }
  } finally {
    await client.end();
  }
}
