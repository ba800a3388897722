import type { Project } from '../../contract/model.ts';
import type { Database } from '../Database.ts';
import { readMigrations } from '../migrations/readMigrations.ts';
import { planInTransaction } from './planInTransaction.ts';
import type { SchemaPlan } from './SchemaPlan.ts';

export interface PlanOptions {
  /** Folder of the program's numbered SQL, `migrations/` of its package. */
  readonly migrationsDir: string;
  /** Whose tables to plan; without it only the platform's own. */
  readonly project?: Project | undefined;
  /** Whether the tables behind `@serving` are expected in this database; default true. */
  readonly existingTables?: boolean;
}

/**
 * What `migrate` would do to the database, in order, each step with its SQL and reason; what it would refuse; and what is
 * wrong with the project's SQL and reference files. Changes nothing: it is done in a transaction that is thrown away.
 *
 * @throws ConcordatError MIGRATION_REFUSED when a migration was changed or the database is newer than the program.
 */
export async function planSchema(database: Database, options: PlanOptions): Promise<SchemaPlan> {
  const migrations = await readMigrations(options.migrationsDir);
  const { project, existingTables = true } = options;
  return database.transaction(
    (transaction) =>
      planInTransaction(transaction, {
        migrations,
        project,
        indexes: 'ONLY_PLAN',
        refusedTables: 'REPLACE',
        existingTables,
      }),
    { statementTimeoutMs: 0, rollback: true },
  );
}
