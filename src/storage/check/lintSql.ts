import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { createDatabase } from '../createDatabase.ts';
import { startEmbeddedPostgres } from '../embedded/startEmbeddedPostgres.ts';
import { planSchema } from '../plan/planSchema.ts';

export interface LintSqlOptions {
  /** Folder of the program's numbered SQL, `migrations/` of its package. */
  readonly migrationsDir: string;
  /** A database to check against, also the existing tables behind `@serving`; it is not changed. */
  readonly databaseUrl?: string | undefined;
}

async function check(
  connectionString: string,
  project: Project,
  migrationsDir: string,
  existingTables: boolean,
): Promise<readonly Problem[]> {
  const database = createDatabase({ connectionString, poolSize: 1, applicationName: 'concordat lint' });
  try {
    const { problems } = await planSchema(database, { migrationsDir, project, existingTables });
    return problems;
  } finally {
    await database.close();
  }
}

/**
 * Checks every SQL and reference file of a project against the tables that its declarations call for. Without a database an embedded server
 * is started for it and deleted again; existing tables behind `@serving` are not there and are not checked then.
 *
 * @throws ConcordatError as what starting a server can throw.
 */
export async function lintSql(project: Project, options: LintSqlOptions): Promise<readonly Problem[]> {
  const { migrationsDir, databaseUrl } = options;
  if (databaseUrl !== undefined) return check(databaseUrl, project, migrationsDir, true);
  const dataDir = await mkdtemp(join(tmpdir(), 'concordat-lint-'));
  try {
    // The user that runs PostgreSQL for root must get in.
    await chmod(dataDir, 0o755);
    const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    try {
      return await check(server.connectionString, project, migrationsDir, false);
    } finally {
      await server.remove();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
