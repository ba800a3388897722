import { Command } from '@commander-js/extra-typings';
import type { CliContext } from './CliContext.ts';
import { devCommand } from './commands/devCommand.ts';
import { driftCommand } from './commands/driftCommand.ts';
import { ingestCommand } from './commands/ingestCommand.ts';
import { lintCommand } from './commands/lintCommand.ts';
import { migrateCommand } from './commands/migrateCommand.ts';
import { parkedCommand } from './commands/parkedCommand.ts';
import { pipelineCommand } from './commands/pipelineCommand.ts';
import { planCommand } from './commands/planCommand.ts';
import { rebuildCommand } from './commands/rebuildCommand.ts';
import { replayCommand } from './commands/replayCommand.ts';
import { serveCommand } from './commands/serveCommand.ts';
import { tokenCommand } from './commands/tokenCommand.ts';
import { verifyCommand } from './commands/verifyCommand.ts';
import { dropEmptyVariables } from './settings/dropEmptyVariables.ts';

/**
 * The program `concordat` with all its commands. Parsing throws `CommanderError` instead of ending the process, so that
 * `runProgram` decides the exit code.
 */
export function createProgram(context: CliContext, version: string): Command {
  const program = new Command('concordat')
    .description('A GraphQL contract gateway: contracts declared, derived, served and explained.')
    .version(version);
  const output = {
    writeOut: (text: string) => context.stdout.write(text),
    writeErr: (text: string) => context.stderr.write(text),
  };
  const commands = [
    devCommand(context),
    serveCommand(context),
    pipelineCommand(context),
    lintCommand(context),
    planCommand(context),
    migrateCommand(context),
    ingestCommand(context),
    parkedCommand(context),
    replayCommand(context),
    rebuildCommand(context),
    verifyCommand(context),
    driftCommand(context),
    tokenCommand(context),
  ];
  program.exitOverride().configureOutput(output).showHelpAfterError('(--help shows what there is)');
  for (const command of commands) {
    dropEmptyVariables(command, process.env);
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}
