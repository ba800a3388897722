import { Command } from '@commander-js/extra-typings';
import type { CliContext } from './CliContext.ts';
import { ingestCommand } from './commands/ingestCommand.ts';
import { tokenCommand } from './commands/tokenCommand.ts';

/**
 * The program `concordat` with all its commands. Parsing throws `CommanderError` instead of ending the process, so that
 * `runProgram` decides the exit code.
 */
export function createProgram(context: CliContext, version: string): Command {
  const program = new Command('concordat')
    .description('A GraphQL contract gateway: contracts declared, derived, served and explained.')
    .version(version);
  for (const command of [ingestCommand(context), tokenCommand(context)]) {
    program.addCommand(command);
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
    command.showHelpAfterError('(--help shows what there is)');
  }
  return program;
}
