import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pom = join(import.meta.dirname, 'pom.xml');

/** A program that Kafka needs and this machine lacks; the message says what to install. */
export class MissingProgram extends Error {
  constructor(program: string, install: string) {
    super(
      `${program} is not on this machine, and Apache Kafka needs it. Install ${install}, ` +
        'or set KAFKA_BROKERS to the addresses of a Kafka that runs already.',
    );
    this.name = 'MissingProgram';
  }
}

async function assertPrograms(): Promise<void> {
  await run('java', ['-version']).catch(() => {
    throw new MissingProgram('java', 'a JDK, 17 or newer (Debian: apt-get install openjdk-17-jdk-headless)');
  });
  await run('mvn', ['-version']).catch(() => {
    throw new MissingProgram('mvn', 'Apache Maven (Debian: apt-get install maven)');
  });
}

/**
 * Apache Kafka's jars, fetched by Maven when they are not there yet; returns their folder.
 *
 * @param directory - where they are kept, one folder for each content of the pom
 * @throws MissingProgram without a JDK or Maven
 */
export async function fetchJars(directory: string): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex');
  const jars = join(directory, `jars-${digest.slice(0, 12)}`);
  await assertPrograms();
  const isThere = await stat(jars).then(
    () => true,
    () => false,
  );
  if (isThere) return jars;
  await mkdir(directory, { recursive: true });
  const fetched = `${jars}.${process.pid}`;
  const options = ['--quiet', '--batch-mode', '--file', pom];
  await run('mvn', [...options, 'dependency:copy-dependencies', `-DoutputDirectory=${fetched}`]);
  // Whole or not at all; another process may have been first.
  await rename(fetched, jars).catch(() => rm(fetched, { recursive: true }));
  return jars;
}
