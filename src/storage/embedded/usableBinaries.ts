import { join } from 'node:path';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { OperatingUser } from './operatingUser.ts';
import { copyBinaries } from './copyBinaries.ts';
import { platformBinaries, programPath } from './platformBinaries.ts';
import { runProgram } from './runProgram.ts';

export interface UsableBinaries {
  readonly binDirectory: string;
  /** `18`. */
  readonly majorVersion: number;
}

async function probe(binDirectory: string, user: OperatingUser): Promise<UsableBinaries | undefined> {
  // initdb needs libpq and postgres needs the rest: both must run, as the user that will run them.
  const initdb = await runProgram(programPath(binDirectory, 'initdb'), ['--version'], user);
  const postgres = await runProgram(programPath(binDirectory, 'postgres'), ['--version'], user);
  const version = /\(PostgreSQL\) (\d+)/.exec(postgres.output)?.[1];
  if (initdb.code !== 0 || postgres.code !== 0 || version === undefined) return undefined;
  return { binDirectory, majorVersion: Number(version) };
}

/**
 * The first PostgreSQL on this machine that the user can run: the npm package's as it stands, a copy of it under
 * `location`, or the machine's own.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when there is none.
 */
export async function usableBinaries(location: string, user: OperatingUser): Promise<UsableBinaries> {
  for (const { packageDirectory, binDirectory } of platformBinaries()) {
    const found = await probe(binDirectory, user);
    if (found !== undefined) return found;
    if (packageDirectory === undefined) continue;
    const copy = join(location, 'binaries');
    await copyBinaries(packageDirectory, copy);
    const copied = await probe(join(copy, 'bin'), user);
    if (copied !== undefined) return copied;
  }
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    `There is no PostgreSQL for ${process.platform} ${process.arch}: neither in node_modules nor on the machine.`,
    { fix: 'Install PostgreSQL 15 or newer, or set DATABASE_URL to a server.' },
  );
}
