import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Shutdown } from './cli/Shutdown.ts';
import { runProgram } from './cli/runProgram.ts';
import { packageRoot } from './config/packageRoot.ts';

const signals = Object.entries({ SIGINT: constants.signals.SIGINT, SIGTERM: constants.signals.SIGTERM });
const manifestShape = z.object({ version: z.string() });

/**
 * The composition root: the only place that touches the process. Commands get what they need of it as a `CliContext`.
 *
 * @param isHungUp - whether there was a SIGHUP already
 */
export async function program(isHungUp: () => boolean): Promise<void> {
  const manifest = manifestShape.parse(
    JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8')),
  );
  const shutdown = new Shutdown({ stderr: process.stderr, exit: (code) => process.exit(code) });
  // A command that is cut off is not done, as shells have it; one that serves has done what it should.
  let isStarting = true;
  for (const [signal, number] of signals) {
    process.on(signal, () => {
      shutdown.signal(isStarting ? 128 + number : 0);
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
      onStop: (stop) => {
        shutdown.onStop(stop);
      },
      onReload: (reload) => {
        let last = Promise.resolve();
        // Only for commands that reload: others end with their terminal, as programs do.
        process.on('SIGHUP', () => {
          last = last.then(reload);
        });
        if (isHungUp()) last = last.then(reload);
      },
      isStopping: () => shutdown.hasBegun,
    },
    manifest.version,
  );
  isStarting = false;
  if (failure !== undefined) await shutdown.end(failure);
}
