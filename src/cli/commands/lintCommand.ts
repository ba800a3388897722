import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { readProjectFiles } from '../../config/readProjectFiles.ts';
import type { CliContext } from '../CliContext.ts';
import { ExitCode } from '../ExitCode.ts';
import { formatLintReport } from '../lint/formatLintReport.ts';
import { lintProject } from '../lint/lintProject.ts';
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
      const files = await readProjectFiles(resolve(options.project));
      const report = await lintProject(files, { databaseUrl: options.databaseUrl, now: new Date() });
      context.stdout.write(
        options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : formatLintReport(report),
      );
      if (report.problems.length > 0) context.exit(ExitCode.problems);
    });
  return listProblems(command);
}
