import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';
import { assertProject } from '../../src/contract/assertProject.ts';
import type { Problem } from '../../src/errors/Problem.ts';
import { lintSql } from '../../src/storage/check/lintSql.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

export interface LintedDatabase extends TestDatabase {
  /** What `concordat lint` finds in the SQL of a project with this database behind it. */
  readonly problemsOf: (files: ProjectFiles) => Promise<readonly Problem[]>;
}

/** A database with the existing table of the insurer's project, to check SQL against. */
export async function createLintedDatabase(): Promise<LintedDatabase> {
  const test = await createTestDatabase();
  await test.database.transaction((transaction) =>
    transaction.script(`create schema archive;
      create table archive.dossiers (claim_id text primary key, notes text[], loaded_at timestamptz not null)`),
  );
  const migrationsDir = join(packageRoot(), 'migrations');
  return {
    ...test,
    problemsOf: (files) =>
      lintSql(assertProject(files), { migrationsDir, databaseUrl: test.connectionString }),
  };
}
