import type { Project } from '../../contract/model.ts';
import { formatProblems } from '../../contract/formatProblems.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Database } from '../../storage/Database.ts';
import { planSchema } from '../../storage/plan/planSchema.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';

/** So many lines of what is missing are enough to know what it is about. */
const mostLines = 5;

function listed(lines: readonly string[]): string {
  const more = lines.length - mostLines;
  const shown = more > 0 ? [...lines.slice(0, mostLines), `… and ${more} more`] : lines;
  return shown.map((line) => `\n- ${line}`).join('');
}

/**
 * Makes sure that the database is what the declarations need, so that no command works on what is not there; without a project,
 * that it has the platform's own tables.
 *
 * @throws ConcordatError MIGRATION_REFUSED when it lacks something, PROJECT_INVALID when the project's SQL does not fit it
 */
export async function assertCurrent(database: Database, project?: Project): Promise<void> {
  const plan = await planSchema(database, { migrationsDir: migrationsDirectory(), project });
  const refused = [...new Set(plan.refusals.map(({ message }) => message))];
  const lacking = [...new Set(plan.steps.map(({ target, reason }) => `${target}: ${reason}`))];
  if (refused.length + lacking.length > 0) {
    const needs = project === undefined ? 'the program needs' : 'the declarations need';
    throw new ConcordatError(
      'MIGRATION_REFUSED',
      refused.length > 0
        ? `The database is not what ${needs}, and "concordat migrate" refuses to change it:${listed(refused)}`
        : `The database is not what ${needs}: run "concordat migrate" first. It lacks:${listed(lacking)}`,
      { fix: '"concordat plan" shows all that is to be done.', mayBeLogged: true },
    );
  }
  if (plan.problems.length > 0) {
    throw new ConcordatError(
      'PROJECT_INVALID',
      `The project does not fit the database:\n${formatProblems(plan.problems)}`,
      {
        fix: 'Mend what is listed; "concordat lint" lists it at any time.',
        mayBeLogged: true,
      },
    );
  }
}
