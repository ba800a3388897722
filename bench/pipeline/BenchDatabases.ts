import type { Project } from '../../src/contract/model.ts';
import type { Database } from '../../src/storage/Database.ts';

/** Where a benchmark gets its databases. */
export interface BenchDatabases {
  /** A new one, migrated for the project. */
  create(project: Project): Promise<Database>;
}
