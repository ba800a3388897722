import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Migration } from './Migration.ts';

function checksum(text: string): string {
  // A checkout may turn line ends; that changes nothing.
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

async function readMigration(directory: string, file: string): Promise<Migration> {
  const [, number] = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file) ?? [];
  if (number === undefined) {
    throw new ConcordatError(
      'CONFIGURATION_INVALID',
      `${file} in ${directory} is not named like a migration.`,
      {
        fix: 'Name it by its number and what it does: 0007_partition_raw_events.sql.',
      },
    );
  }
  const text = await readFile(join(directory, file), 'utf8');
  return { number: Number(number), name: file.slice(0, -'.sql'.length), text, checksum: checksum(text) };
}

/**
 * The program's migrations in order.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when a file has another name or the numbers are not 1, 2, 3 ….
 */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const migrations = await Promise.all(files.map((file) => readMigration(directory, file)));
  migrations.forEach(({ name, number }, index) => {
    if (number === index + 1) return;
    throw new ConcordatError(
      'CONFIGURATION_INVALID',
      `Migration ${name} stands where number ${index + 1} should.`,
      {
        fix: 'Number migrations 0001, 0002, … without gaps; give yours the next number.',
      },
    );
  });
  return migrations;
}
