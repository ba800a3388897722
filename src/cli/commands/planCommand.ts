import { Command } from '@commander-js/extra-typings';
import { planSchema } from '../../storage/plan/planSchema.ts';
import type { CliContext } from '../CliContext.ts';
import { ExitCode } from '../ExitCode.ts';
import { formatPlan } from '../formatPlan.ts';
import { loadProject } from '../loadProject.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';
import { withDatabase } from '../openDatabase.ts';
import { dataDirOption, databaseUrlOption, formatOption, projectOption } from '../options/options.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat plan`: the SQL that `migrate` would run, and why. Changes nothing. */
export function planCommand(context: CliContext) {
  const command = new Command('plan')
    .description(
      'show the SQL that the declarations need of the database, changing nothing; exits 1 when it would be refused',
    )
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(formatOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const plan = await withDatabase(options, context, (database) =>
        planSchema(database, { migrationsDir: migrationsDirectory(), project }),
      );
      context.stdout.write(
        options.format === 'json' ? `${JSON.stringify(plan, null, 2)}\n` : formatPlan(plan),
      );
      if (plan.refusals.length > 0 || plan.problems.length > 0) context.exit(ExitCode.problems);
    });
  return listProblems(command);
}
