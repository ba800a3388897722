import type { ExitCode } from './ExitCode.ts';

/** What a command has of the world outside it. */
export interface CliContext {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WriteStream;
  /** Says how the command ended; the last word counts. */
  readonly exit: (code: ExitCode) => void;
  /** Runs `stop` once when the process is asked to end (SIGINT, SIGTERM). */
  readonly onStop: (stop: () => Promise<void>) => void;
  /** Runs `reload` each time the process is asked to read its project again (SIGHUP), one after the other; at once, if it was asked before. It must not throw. */
  readonly onReload: (reload: () => Promise<void>) => void;
  /** Whether the process was asked to end: what fails then does so because of it. */
  readonly isStopping: () => boolean;
}
