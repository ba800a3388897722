import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const main = join(import.meta.dirname, '../../src/main.ts');

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a machine where nothing of Concordat is set but the port: tests run at the same time. */
function bareEnvironment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const bare = Object.entries(process.env).filter(
    ([name]) => !/^(CONCORDAT_|KAFKA_|OTEL_|DATABASE_URL$|PORT$|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(bare), PORT: '0', ...more };
}

/** Runs `concordat` as a process of its own to its end. */
export function runConcordat(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, ...args],
      { env: bareEnvironment(env), maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          stdout,
          stderr,
        });
      },
    );
  });
}

export interface Running {
  /** Everything written so far. */
  readonly output: () => string;
  /** Resolves when the output holds the text; throws when the process ends before. */
  readonly waitFor: (text: string) => Promise<void>;
  /** Sends a signal that does not end it. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Sends the signal and gives the exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `concordat` and leaves it running. */
export function startConcordat(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], { env: bareEnvironment(env) });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = once(child, 'exit');
  return {
    output: () => output,
    async waitFor(text) {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`concordat ended before it said "${text}":\n${output}`);
        await setTimeout(50);
      }
    },
    signal: (signal) => {
      child.kill(signal);
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}
