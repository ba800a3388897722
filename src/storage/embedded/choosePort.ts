import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Listens on a port of loopback for a moment, 0 for any; gives which it was, undefined where it is not free. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' ? address?.port : undefined);
      });
    });
  });
}

/**
 * The port on which the server ran the last time, kept in a file so that what was set up for it goes on working; another one
 * where that is not free.
 */
export async function choosePort(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const last = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  const port = (last <= 65_535 ? await tryPort(last) : undefined) ?? (await tryPort(0));
  if (port === undefined) throw new Error('The system gave no free port.');
  return port;
}
