import { createDatabase } from '../storage/createDatabase.ts';
import type { Database } from '../storage/Database.ts';
import { startEmbeddedPostgres } from '../storage/embedded/startEmbeddedPostgres.ts';

/** Which PostgreSQL a command works on: the one at `databaseUrl`, or the embedded one with its data in `dataDir`. */
export interface DatabaseChoice {
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
}

/** Runs `use` on the chosen PostgreSQL and closes it whatever happens; an embedded one is stopped with its last user. */
export async function withDatabase<T>(
  choice: DatabaseChoice,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const embedded =
    choice.databaseUrl === undefined ? await startEmbeddedPostgres({ dataDir: choice.dataDir }) : undefined;
  const database = createDatabase({
    connectionString: embedded?.connectionString ?? choice.databaseUrl ?? '',
  });
  try {
    return await use(database);
  } finally {
    await database.close();
    await embedded?.stop();
  }
}
