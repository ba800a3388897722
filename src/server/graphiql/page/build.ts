import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/**
 * Bundles the page with all that it needs into `dist/graphiql`, so that the gateway serves it without any other host.
 * Runs as the package's `prepare` script. Where the tools to build are not installed (production), what was packed is used.
 */
async function buildPage(): Promise<void> {
  const esbuild = await import('esbuild').catch(() => undefined);
  if (!esbuild) {
    process.stdout.write('esbuild is not installed: the GraphiQL page stays as it is.\n');
    return;
  }
  const page = fileURLToPath(new URL('.', import.meta.url));
  const root = join(page, '../../../..');
  const target = join(root, 'dist/graphiql');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const shared = {
    absWorkingDir: root,
    outdir: target,
    bundle: true,
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  } as const;
  await Promise.all([
    esbuild.build({
      ...shared,
      entryPoints: { main: join(page, 'main.tsx') },
      format: 'esm',
      jsx: 'automatic',
      publicPath: '/graphiql/assets',
    }),
    esbuild.build({
      ...shared,
      entryPoints: {
        'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
        'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
        'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
      },
      format: 'iife',
    }),
  ]);
  await copyFile(join(page, 'index.html'), join(target, 'index.html'));
  for (const name of await readdir(target)) {
    await writeFile(join(target, `${name}.gz`), gzipSync(await readFile(join(target, name)), { level: 9 }));
  }
}

await buildPage();
