import { Command } from '@commander-js/extra-typings';
import { migrate } from '../../storage/migrate.ts';
import type { CliContext } from '../CliContext.ts';
import { withWayOut } from '../embedded/withWayOut.ts';
import { loadProject } from '../loadProject.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';
import { withDatabase } from '../openDatabase.ts';
import { dataDirOption, databaseUrlOption, formatOption, projectOption } from '../options/options.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat migrate`: the platform's migrations and the plan of the declarations. */
export function migrateCommand(context: CliContext) {
  const command = new Command('migrate')
    .description(
      'bring the database to what the program and the declarations need; safe from several processes at once',
    )
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(formatOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const done = await withDatabase(options, context, (database) =>
        withWayOut(options, () => migrate(database, { migrationsDir: migrationsDirectory(), project })),
      );
      context.stdout.write(
        options.format === 'json'
          ? `${JSON.stringify(done, null, 2)}\n`
          : [
              ...done.steps.map(({ target, reason }) => `${target}: ${reason}\n`),
              ...done.notes.map((note) => `note: ${note}\n`),
              done.steps.length === 0 ? 'Nothing to do.\n' : `Done: ${done.steps.length} steps.\n`,
            ].join(''),
      );
    });
  return listProblems(command);
}
