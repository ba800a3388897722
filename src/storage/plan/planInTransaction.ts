import type { Project } from '../../contract/model.ts';
import type { Transaction } from '../Database.ts';
import { applyMigrations } from '../migrations/applyMigrations.ts';
import type { Migration } from '../migrations/Migration.ts';
import { planTables, type PlanTablesOptions } from './planTables.ts';
import type { SchemaPlan } from './SchemaPlan.ts';

/** Held until the transaction ends: processes that start at once migrate one after the other. */
const migrationLock = 7_265_002;

export interface PlanInTransactionOptions extends PlanTablesOptions {
  readonly migrations: readonly Migration[];
  readonly project: Project | undefined;
}

/**
 * Does everything that a database needs, as far as it is safe, and says what it was. A plan is the same work in a
 * transaction that is thrown away: what it says is what migrating does.
 */
export async function planInTransaction(
  transaction: Transaction,
  { migrations, project, ...options }: PlanInTransactionOptions,
): Promise<SchemaPlan> {
  await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [migrationLock] });
  const applied = await applyMigrations(transaction, migrations);
  const steps = applied.map(({ name, text }) => ({
    target: name,
    sql: text.trim(),
    reason: "the platform's own tables",
  }));
  if (project === undefined) return { steps, refusals: [], problems: [], notes: [] };
  const plan = await planTables(transaction, project, options);
  return { ...plan, steps: [...steps, ...plan.steps] };
}
