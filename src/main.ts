#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './cli/runProgram.ts';
import { packageRoot } from './config/packageRoot.ts';

/**
 * The composition root: the only place that touches the process. Commands get what they need of it as a `CliContext`.
 */
async function main(): Promise<void> {
  const manifest: unknown = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '';

  const stops: (() => Promise<void>)[] = [];
  let stopping = false;
  const stop = () => {
    // A second signal ends the process at once: whoever sends it does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    void Promise.allSettled(stops.toReversed().map(async (one) => one())).then((results) => {
      process.exit(results.some((result) => result.status === 'rejected') ? 1 : process.exitCode);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  await runProgram(
    process.argv.slice(2),
    {
      stdout: process.stdout,
      stderr: process.stderr,
      exit: (code) => {
        process.exitCode = code;
      },
      onStop: (one) => stops.push(one),
    },
    version,
  );
}

await main();
