import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = join(here, '../../../dist/examples/live');

await mkdir(target, { recursive: true });
await build({
  entryPoints: [join(here, 'main.ts')],
  outfile: join(target, 'main.js'),
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
await copyFile(join(here, 'index.html'), join(target, 'index.html'));
