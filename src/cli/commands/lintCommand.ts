import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { readProjectFiles } from '../../config/readProjectFiles.ts';
import { compileProject } from '../../contract/compileProject.ts';
import { formatProblems, formatProblemsAsJson } from '../../contract/formatProblems.ts';
import type { Problem } from '../../errors/Problem.ts';
import { lintSql } from '../../storage/check/lintSql.ts';
import type { CliContext } from '../CliContext.ts';
import { ExitCode } from '../ExitCode.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';
import { databaseUrlOption, formatOption, projectOption } from '../options/options.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat lint`: every problem of a project's declarations and SQL at once. */
export function lintCommand(context: CliContext) {
  const command = new Command('lint')
    .description(
      'check the declarations and their SQL; lists every problem with file, line and what to do, and exits 1',
    )
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(formatOption())
    .action(async (options) => {
      const compiled = compileProject(await readProjectFiles(resolve(options.project)));
      const problems = compiled.ok
        ? await lintSql(compiled.project, {
            migrationsDir: migrationsDirectory(),
            databaseUrl: options.databaseUrl,
          })
        : compiled.problems;
      if (options.format === 'json') context.stdout.write(`${formatProblemsAsJson(problems)}\n`);
      else if (problems.length > 0)
        context.stdout.write(`${formatProblems(problems)}\n\n${countText(problems)}\n`);
      else context.stdout.write('No problems.\n');
      if (problems.length > 0) context.exit(ExitCode.problems);
    });
  return listProblems(command);
}

function countText(problems: readonly Problem[]): string {
  return problems.length === 1 ? '1 problem' : `${problems.length} problems`;
}
