import { spawn } from 'node:child_process';
import type { OperatingUser } from './operatingUser.ts';

export interface ProgramResult {
  /** Exit code; -1 when the program could not be started or was killed. */
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/**
 * Runs one of PostgreSQL's programs to its end as the given user. Never throws: a program that cannot be started
 * gives code -1 and the reason as output.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  user: OperatingUser,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(user.kind === 'other' ? { uid: user.uid, gid: user.gid } : {}),
      // The working directory must be one that the user can enter: this process's own may be closed to it.
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC', PGTZ: 'UTC', PGDATA: '' },
      // A pipe that a server inherits would stay open for as long as it runs: `pg_ctl start` sends it to its log file.
      stdio: ['ignore', 'pipe', 'pipe'],
      // A terminal's Ctrl+C goes to all of its foreground processes: it must not end what stops the server.
      detached: process.platform !== 'win32',
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      resolve({ code: -1, output: error.message });
    });
    // `exit`, not `close`: see the pipe above.
    child.once('exit', (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code: code ?? -1, output });
    });
  });
}
