import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, readFile, stat, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Security } from './createSecurity.ts';
import type { KafkaServer } from './KafkaServer.ts';
import { PortTaken } from './PortTaken.ts';
import { serverProperties } from './serverProperties.ts';

const run = promisify(execFile);

export interface StartKafkaOptions {
  /** Folder of the jars, from `fetchJars`. */
  readonly jars: string;
  /** Where it keeps its data; one that was used before is opened again. */
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
  /** With a second listener, with TLS and SASL. */
  readonly secure?: { readonly port: number; readonly security: Security };
  /** More lines of `server.properties`. */
  readonly properties?: readonly string[];
  /** All of `server.properties` instead, with `port` and `controllerPort`, and `log.dirs` the folder `log` in `dataDir`. */
  readonly serverProperties?: string;
}

/** One process on few cores: small heap, quick to start. */
const jvm = ['-Xmx384m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const patienceMs = 90_000;

async function format(options: StartKafkaOptions, properties: string): Promise<void> {
  const isFormatted = await stat(join(options.dataDir, 'log', 'meta.properties')).then(
    () => true,
    () => false,
  );
  if (isFormatted) return;
  // As Java's `Uuid.randomUuid`: none that begins with "-", which the tool takes for an option.
  const clusterId = `C${randomBytes(16).toString('base64url').slice(1)}`;
  const scram = options.secure?.security.formatArguments ?? [];
  const program = ['-cp', `${options.jars}/*`, 'kafka.tools.StorageTool', 'format'];
  await run('java', [...jvm, ...program, '-t', clusterId, '-c', properties, ...scram]);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function assertFree({ port, controllerPort, secure }: StartKafkaOptions): Promise<void> {
  for (const wanted of [port, controllerPort, ...(secure === undefined ? [] : [secure.port])]) {
    if (await accepts(wanted)) throw new PortTaken(wanted);
  }
}

async function launch(options: StartKafkaOptions, properties: string): Promise<ChildProcess> {
  // Another server's answer would be taken for Kafka's.
  await assertFree(options);
  const logFile = join(options.dataDir, 'server.log');
  const log = await open(logFile, 'a');
  const child = spawn(
    'java',
    [
      ...jvm,
      ...[
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
        '-cp',
        `${options.jars}/*`,
        'kafka.Kafka',
        properties,
      ],
    ],
    // A group of its own: Ctrl+C at a terminal is for who started it, which then ends it in good order.
    { stdio: ['ignore', log.fd, log.fd], detached: true },
  );
  await log.close();
  const deadline = Date.now() + patienceMs;
  // The broker opens its port when it is ready for requests.
  while (!(await accepts(options.port))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      const text = await readFile(logFile, 'utf8');
      throw new Error(`Kafka did not start:\n${text.slice(-4_000)}`);
    }
    await setTimeout(100);
  }
  return child;
}

/** How a process ends, once it does. */
async function endOf(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode ?? `exit code ${child.exitCode}`;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  // A frozen process takes no SIGTERM.
  const late = setTimeout(20_000, 'LATE', { ref: false });
  if ((await Promise.race([exited, late])) === 'LATE') {
    child.kill('SIGKILL');
    await exited;
  }
}

/**
 * Starts Apache Kafka as one process (KRaft), real and with its data on disk.
 *
 * @throws PortTaken, or Error with the end of the broker's log when it does not start
 */
export async function startKafka(options: StartKafkaOptions): Promise<KafkaServer> {
  const { dataDir, port, controllerPort, secure } = options;
  await mkdir(dataDir, { recursive: true });
  const properties = join(dataDir, 'server.properties');
  const base = { dataDir, port, controllerPort };
  const text =
    options.serverProperties ??
    serverProperties({ ...base, securePort: secure?.port ?? 0, security: secure?.security });
  await writeFile(properties, [text, ...(options.properties ?? []), ''].join('\n'));
  await format(options, properties);
  let child = await launch(options, properties);
  return {
    brokers: `127.0.0.1:${port}`,
    secureBrokers: secure === undefined ? undefined : `127.0.0.1:${secure.port}`,
    get pid() {
      return child.pid ?? -1;
    },
    ended: () => endOf(child),
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
    start: async () => {
      child = await launch(options, properties);
    },
  };
}
