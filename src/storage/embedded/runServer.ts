import { chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperatingUser } from './operatingUser.ts';
import { choosePort } from './choosePort.ts';
import { programPath } from './platformBinaries.ts';
import { runProgram } from './runProgram.ts';
import type { UsableBinaries } from './usableBinaries.ts';

/** A cluster that is ready to be served. */
export interface Cluster {
  readonly location: string;
  readonly dataDirectory: string;
  readonly binaries: UsableBinaries;
  readonly user: OperatingUser;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Starts the server and waits until it is ready. It listens on loopback only, lives on when this process is killed, and
 * does not see the terminal's Ctrl-C (`pg_ctl` gives it a session of its own): it must outlive the answers in flight.
 * Gives the reason as text when it did not start.
 */
export async function startServer(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> {
  const logFile = join(cluster.location, 'postgres.log');
  await writeFile(logFile, '', { mode: 0o600 });
  if (cluster.user.kind === 'other') await chown(logFile, cluster.user.uid, cluster.user.gid);
  const portFile = join(cluster.location, 'port');
  const port = String(await choosePort(portFile));
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Messages of failed statements hold values of rows; the log keeps to what the server itself does.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    ...settings,
  };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${quoted(value)}`);
  const result = await runProgram(
    programPath(cluster.binaries.binDirectory, 'pg_ctl'),
    // prettier-ignore
    ['start', '--wait', '--timeout=120', '--silent', '-D', cluster.dataDirectory, '-l', logFile, '-o', options.join(' ')],
    cluster.user,
  );
  if (result.code === 0) {
    await writeFile(portFile, port, { mode: 0o600 });
    return { ok: true };
  }
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return { ok: false, reason: `${result.output.trim()}\n${log.trim()}`.trim() };
}

/** Stops the server cleanly: open transactions are rolled back, connections closed (a fast shutdown). */
export async function stopServer(cluster: Cluster): Promise<void> {
  await runProgram(
    programPath(cluster.binaries.binDirectory, 'pg_ctl'),
    ['stop', '--wait', '--timeout=60', '--silent', '--mode=fast', '-D', cluster.dataDirectory],
    cluster.user,
  );
}
