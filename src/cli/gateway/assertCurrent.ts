import type { Project } from '../../contract/model.ts';
import { formatProblems } from '../../contract/formatProblems.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Database } from '../../storage/Database.ts';
import { planSchema } from '../../storage/plan/planSchema.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';

/**
 * Makes sure that the database is what the declarations need, so that no command works on what is not there; without a project,
 * that it has the platform's own tables.
 *
 * @throws ConcordatError MIGRATION_REFUSED when it lacks something, PROJECT_INVALID when the project's SQL does not fit it
 */
export async function assertCurrent(database: Database, project?: Project): Promise<void> {
  const plan = await planSchema(database, { migrationsDir: migrationsDirectory(), project });
  const missing = new Set([
    ...plan.steps.map(({ target, reason }) => `${target}: ${reason}`),
    ...plan.refusals.map(({ message }) => message),
  ]);
  if (missing.size > 0) {
    throw new ConcordatError(
      'MIGRATION_REFUSED',
      `The database is not what ${project === undefined ? 'the program needs' : 'the declarations need'}:\n${Array.from(missing, (line) => `- ${line}`).join('\n')}`,
      { fix: 'See "concordat plan", run "concordat migrate", and start again.' },
    );
  }
  if (plan.problems.length > 0) {
    throw new ConcordatError(
      'PROJECT_INVALID',
      `The project does not fit the database:\n${formatProblems(plan.problems)}`,
      {
        fix: 'Mend what is listed; "concordat lint" lists it at any time.',
      },
    );
  }
}
