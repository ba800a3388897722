import type { Project } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Database } from '../Database.ts';
import { checkProjectSql } from './checkProjectSql.ts';

/** Checks every SQL of a project, and the existing tables behind it, against a database that is migrated. Changes nothing. */
export function checkSql(database: Database, project: Project): Promise<readonly Problem[]> {
  return database.transaction(
    (transaction) => checkProjectSql(transaction, project, { existingTables: true }),
    {
      rollback: true,
    },
  );
}
