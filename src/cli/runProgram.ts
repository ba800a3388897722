import { CommanderError, InvalidArgumentError } from '@commander-js/extra-typings';
import { ConcordatError, type ErrorCode } from '../errors/ConcordatError.ts';
import type { CliContext } from './CliContext.ts';
import { createProgram } from './createProgram.ts';
import { ExitCode } from './ExitCode.ts';

/**
 * Parses the arguments (without node and script), runs the command and reports errors as sentences. Gives the exit code
 * when the program has failed, nothing when the command is done or goes on serving.
 */
export async function runProgram(
  args: readonly string[],
  context: CliContext,
  version: string,
): Promise<ExitCode | undefined> {
  try {
    await createProgram(context, version).parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    // Its database was closed beneath it.
    if (context.isStopping()) return undefined;
    return report(error, context.stderr);
  }
}

// What the arguments or the environment name cannot be used.
const usageCodes: ReadonlySet<ErrorCode> = new Set(['PROJECT_NOT_FOUND', 'CONFIGURATION_INVALID']);

function report(error: unknown, stderr: NodeJS.WritableStream): ExitCode {
  if (error instanceof InvalidArgumentError) {
    stderr.write(`error: ${error.message}\n`);
    return ExitCode.usage;
  }
  // Commander has written its own message already; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.good : ExitCode.usage;
  if (error instanceof ConcordatError) {
    stderr.write(`error (${error.code}): ${error.message}\n`);
    if (error.fix !== undefined) stderr.write(`${error.fix}\n`);
    return usageCodes.has(error.code) ? ExitCode.usage : ExitCode.problems;
  }
  stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return ExitCode.problems;
}
