import type { ProjectFiles } from '../../config/ProjectFiles.ts';
import { compileProject } from '../../contract/compileProject.ts';
import { sortProblems } from '../../contract/formatProblems.ts';
import { lapsedDates } from '../../contract/lapsedDates.ts';
import type { Project } from '../../contract/model.ts';
import type { SoundPart } from '../../contract/soundPart.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Problem } from '../../errors/Problem.ts';
import { lintSql } from '../../storage/check/lintSql.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';
import { unfollowedTopics } from './unfollowedTopics.ts';
import type { LintReport } from './LintReport.ts';

export interface LintProjectOptions {
  /** A database to check against; without it an embedded server is started. */
  readonly databaseUrl: string | undefined;
  /** What dates that are over are told by. */
  readonly now: Date;
}

function existingTables({ contracts }: Project, databaseUrl: string | undefined): readonly string[] {
  const names = contracts
    .filter(({ sql }) => sql === undefined)
    .map(({ serving }) => `${serving.schema}.${serving.table}`);
  if (databaseUrl !== undefined || names.length === 0) return [];
  return [
    `Existing tables were not checked (${names.join(', ')}): say with --database-url or DATABASE_URL in which database they are.`,
  ];
}

function notChecked({ leftOut }: SoundPart): readonly string[] {
  if (leftOut.length === 0) return [];
  return [
    `Not checked against PostgreSQL, because of problems there or in what it reads: ${leftOut.join(', ')}.`,
  ];
}

async function lintSound(
  { project }: SoundPart,
  problems: readonly Problem[],
  databaseUrl: string | undefined,
): Promise<LintReport> {
  if (project.contracts.length + project.products.length + project.reconciliations.length === 0)
    return { problems, notes: [] };
  try {
    const found = await lintSql(project, { migrationsDir: migrationsDirectory(), databaseUrl });
    return { problems: sortProblems([...problems, ...found]), notes: existingTables(project, databaseUrl) };
  } catch (error) {
    // What is wrong with the declarations is worth knowing without a server too.
    if (!(error instanceof ConcordatError)) throw error;
    return { problems, notes: [`The SQL was not checked: ${error.message}`] };
  }
}

/**
 * Everything that is wrong with a project: its declarations, and, as far as these let it be known, its SQL and reference
 * files.
 *
 * @throws ConcordatError when the declarations are right and no server can be had to check the SQL.
 */
export async function lintProject(
  files: ProjectFiles,
  { databaseUrl, now }: LintProjectOptions,
): Promise<LintReport> {
  const compiled = compileProject(files);
  if (compiled.ok) {
    const { project } = compiled;
    const problems = await lintSql(project, { migrationsDir: migrationsDirectory(), databaseUrl });
    const lapsed = lapsedDates(project, now.toISOString().slice(0, 10));
    return {
      problems,
      notes: [...existingTables(project, databaseUrl), ...unfollowedTopics(project), ...lapsed],
    };
  }
  const { problems, notes } = await lintSound(compiled.sound, compiled.problems, databaseUrl);
  return { problems, notes: [...notChecked(compiled.sound), ...notes] };
}
