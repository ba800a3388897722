import type { Project } from '../contract/model.ts';
import { formatProblems } from '../contract/formatProblems.ts';
import { ConcordatError } from '../errors/ConcordatError.ts';
import type { Database } from './Database.ts';
import { planInTransaction } from './plan/planInTransaction.ts';
import { readMigrations } from './migrations/readMigrations.ts';
import type { Refusal, SchemaPlan } from './plan/SchemaPlan.ts';

export interface MigrateOptions {
  /** Folder of the program's numbered SQL, `migrations/` of its package. */
  readonly migrationsDir: string;
  /** Whose tables to bring to what is declared; without it only the platform's own tables are migrated. */
  readonly project?: Project;
}

function count(items: readonly unknown[], one: string): string {
  return items.length === 1 ? `1 ${one}` : `${items.length} ${one}s`;
}

function refused(refusals: readonly Refusal[]): ConcordatError {
  const list = refusals.map(({ message, fix }) => `- ${message}\n    ${fix}`).join('\n');
  return new ConcordatError(
    'MIGRATION_REFUSED',
    `The database was not changed, because of ${count(refusals, 'change')} that would lose data or fail:\n${list}`,
    {
      fix: 'Do for each what stands beneath it, and migrate again.',
    },
  );
}

/**
 * Applies the platform's migrations and what the project's declarations need of the database, all in one transaction
 * under a lock: processes that start at once do it once, and a failure leaves everything as it was. Returns what was done.
 *
 * @throws ConcordatError MIGRATION_REFUSED for a change that would lose data or fail, a changed migration, or a database that
 *   is newer than the program; PROJECT_INVALID when SQL or a reference file of the project does not fit.
 */
export async function migrate(database: Database, options: MigrateOptions): Promise<SchemaPlan> {
  const migrations = await readMigrations(options.migrationsDir);
  return database.transaction(
    async (transaction) => {
      const plan = await planInTransaction(transaction, {
        migrations,
        project: options.project,
        indexes: 'BUILD',
        refusedTables: 'LEAVE',
        existingTables: true,
      });
      if (plan.refusals.length > 0) throw refused(plan.refusals);
      if (plan.problems.length > 0) {
        throw new ConcordatError(
          'PROJECT_INVALID',
          `The project has ${count(plan.problems, 'problem')}, and the database was not changed:\n${formatProblems(plan.problems)}`,
          { fix: 'Mend them; "concordat lint" lists them at any time.' },
        );
      }
      return plan;
    },
    { statementTimeoutMs: 0 },
  );
}
