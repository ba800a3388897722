import type { Database } from './Database.ts';
import { applyMigrations } from './migrations/applyMigrations.ts';
import { readMigrations } from './migrations/readMigrations.ts';

export interface MigrateOptions {
  /** Folder of the program's numbered SQL, `migrations/` of its package. */
  readonly migrationsDir: string;
}

export interface MigrateResult {
  /** Names of the migrations that were applied now. */
  readonly migrations: readonly string[];
}

/** Held until the transaction ends: processes that start at once migrate one after the other. */
const migrationLock = 7_265_002;

/** Applies migrations in one transaction; safe when several processes start at once. */
export async function migrate(database: Database, options: MigrateOptions): Promise<MigrateResult> {
  const migrations = await readMigrations(options.migrationsDir);
  return database.transaction(
    async (transaction) => {
      await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [migrationLock] });
      const applied = await applyMigrations(transaction, migrations);
      return { migrations: applied.map(({ name }) => name) };
    },
    { statementTimeoutMs: 0 },
  );
}
