#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runProgram } from './cli/runProgram.ts';
import { packageRoot } from './config/packageRoot.ts';

const manifestShape = z.object({ version: z.string() });

/**
 * The composition root: the only place that touches the process. Commands get what they need of it as a `CliContext`.
 */
async function main(): Promise<void> {
  const manifest = manifestShape.parse(
    JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8')),
  );
  const stops: (() => Promise<void>)[] = [];
  let stopping = false;

  const stop = async (code: number): Promise<void> => {
    // Whoever asks a second time does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    const failures: unknown[] = [];
    // What was started last rests on what was started before it.
    for (const one of stops.toReversed()) {
      await one().catch((error: unknown) => failures.push(error));
    }
    for (const error of failures) process.stderr.write(`error: ${String(error)}\n`);
    process.exit(failures.length > 0 ? 1 : code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      void stop(0);
    });
  }

  const failure = await runProgram(
    process.argv.slice(2),
    {
      stdout: process.stdout,
      stderr: process.stderr,
      exit: (code) => {
        process.exitCode = code;
      },
      onStop: (one) => {
        stops.push(one);
      },
    },
    manifest.version,
  );
  if (failure !== undefined) await stop(failure);
}

await main();
