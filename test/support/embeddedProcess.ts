import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';

/** A process of its own that starts an embedded server, says its URL and lives until it is killed. */
export interface EmbeddedProcess {
  readonly connectionString: string;
  readonly started: boolean;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const script = `
  import { startEmbeddedPostgres } from ${JSON.stringify(join(packageRoot(), 'src/storage/embedded/startEmbeddedPostgres.ts'))};
  const { connectionString, started } = await startEmbeddedPostgres({ dataDir: process.argv[1] });
  console.log(JSON.stringify({ connectionString, started }));
  setInterval(() => {}, 1_000);
`;

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
}

export async function startEmbeddedProcess(dataDir: string): Promise<EmbeddedProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--no-warnings' },
  });
  const exit = ended(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { connectionString: string; started: boolean };
    return {
      ...said,
      async kill(signal) {
        child.kill(signal);
        await exit;
      },
    };
  }
  throw new Error('The process ended before its server was ready.');
}
