import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../Database.ts';
import type { Migration } from './Migration.ts';

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const ledger = `
  create schema if not exists concordat;
  create table if not exists concordat.migration (
    number     integer     primary key,
    name       text        not null,
    checksum   text        not null,
    applied_at timestamptz not null default clock_timestamp()
  )`;

function refuseNewer(applied: readonly Applied[], known: readonly Migration[]): void {
  const newest = applied.at(-1);
  if (newest === undefined || newest.number <= known.length) return;
  throw new ConcordatError(
    'MIGRATION_REFUSED',
    `The database has migration ${newest.name}, and this program knows ${known.length}: a newer Concordat has been here.`,
    { fix: 'Run that version or a newer one. To go back, restore a backup from before the migration.' },
  );
}

function refuseChanged(applied: readonly Applied[], known: readonly Migration[]): void {
  const changed = applied.find(({ number, checksum }) => known[number - 1]?.checksum !== checksum);
  if (changed === undefined) return;
  throw new ConcordatError(
    'MIGRATION_REFUSED',
    `Migration ${changed.name} was changed after it was applied to this database.`,
    { fix: 'Put its text back as it was, and make the change in a new migration with the next number.' },
  );
}

/**
 * Applies the migrations that the database does not have yet, in order, and returns them. The caller holds the migration
 * lock, so that processes that start at once apply each of them once.
 *
 * @throws ConcordatError MIGRATION_REFUSED when the database is newer than the program, or an applied migration was changed.
 */
export async function applyMigrations(
  transaction: Transaction,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const [found] = await transaction.query<{ exists: boolean }>({
    text: `select to_regclass('concordat.migration') is not null as exists`,
  });
  // Not "if not exists" alone: that asks for the right to create schemas even where there is nothing to create.
  if (found?.exists !== true) await transaction.script(ledger);
  const applied = await transaction.query<Applied>({
    text: 'select number, name, checksum from concordat.migration order by number',
  });
  refuseNewer(applied, migrations);
  refuseChanged(applied, migrations);
  const missing = migrations.slice(applied.length);
  for (const { number, name, text, checksum } of missing) {
    await transaction.script(text);
    await transaction.execute({
      text: 'insert into concordat.migration (number, name, checksum) values ($1, $2, $3)',
      values: [number, name, checksum],
    });
  }
  return missing;
}
