import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../support/until.ts';

/** A process of the pipeline under test. */
export interface Process {
  readonly pid: number;
  /** Everything that it has written so far. */
  readonly output: () => string;
  /** Waits until it has written a text; fails when it ends before. */
  until(text: string): Promise<void>;
  /** Where it serves its metrics and health, once it has said so. */
  readonly address: () => string;
  /** By what it ended; undefined while it runs. */
  readonly ended: () => { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
  /** Sends a signal and goes on: SIGSTOP freezes it, SIGCONT wakes it. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal and waits for its end. */
  end(signal?: NodeJS.Signals): Promise<void>;
  /** Waits for an end that it comes to by itself. */
  exited(): Promise<void>;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Of Node.js itself, before the script. */
  readonly nodeOptions?: readonly string[];
}

/** The environment of a machine where nothing of Concordat is set. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(CONCORDAT_|KAFKA_|OTEL_|DATABASE_URL$|PORT$|NODE_OPTIONS$)/.test(name),
    ),
  );
}

/** Starts a script of ours as a process of its own. */
export function startProcess(
  script: string,
  args: readonly string[],
  { env = {}, nodeOptions = [] }: ProcessOptions = {},
): Process {
  const child = spawn(process.execPath, ['--no-warnings', ...nodeOptions, script, ...args], {
    env: { ...bareEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exit = once(child, 'exit');
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? -1,
    output: () => output,
    until: (text) =>
      until(`process ${child.pid ?? 0} says ${text}`, () => output.includes(text) || hasEnded(), {
        explain: () => output,
      }).then(() => {
        if (!output.includes(text)) throw new Error(`It ended before it said ${text}:\n${output}`);
      }),
    address: () => /"address":"([^"]+)"/.exec(output)?.[1] ?? '',
    ended: () => (hasEnded() ? { code: child.exitCode, signal: child.signalCode } : undefined),
    signal: (signal) => {
      child.kill(signal);
    },
    async end(signal = 'SIGKILL') {
      if (hasEnded()) return;
      child.kill(signal);
      // A frozen process takes nothing but SIGKILL before it is woken.
      if (signal !== 'SIGKILL') child.kill('SIGCONT');
      await exit;
    },
    async exited() {
      if (!hasEnded()) await exit;
    },
  };
}
