import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../config/packageRoot.ts';
import { createProgram } from '../createProgram.ts';
import { printReference } from './printReference.ts';

/** `npm run generate`: writes docs/cli.md. CI checks that it is current. */
async function writeReference(): Promise<void> {
  const program = createProgram(
    {
      stdout: process.stdout,
      stderr: process.stderr,
      exit: () => undefined,
      onStop: () => undefined,
      onReload: () => undefined,
      isStopping: () => false,
    },
    '',
  );
  await writeFile(join(packageRoot(), 'docs', 'cli.md'), printReference(program));
}

await writeReference();
