import { createDatabase } from '../storage/createDatabase.ts';
import type { Database } from '../storage/Database.ts';
import { ensureDatabase } from '../storage/embedded/ensureDatabase.ts';
import { startEmbeddedPostgres } from '../storage/embedded/startEmbeddedPostgres.ts';
import type { CliContext } from './CliContext.ts';
import { type EmbeddedContent, embeddedDatabaseName } from './embeddedDatabaseName.ts';

/** Which PostgreSQL a command works on: the one at `databaseUrl`, or the project's own on the embedded one. */
export interface DatabaseChoice {
  readonly databaseUrl?: string | undefined;
  /** Where the embedded PostgreSQL keeps its data. */
  readonly dataDir: string;
  readonly project: string;
  /** What the embedded database holds; the project's sample when absent. */
  readonly content?: EmbeddedContent;
}

/** An open database with the address at which others reach it. */
export interface OpenDatabase {
  readonly database: Database;
  readonly connectionString: string;
  /** Closes the pool; an embedded PostgreSQL is stopped with its last user. */
  readonly close: () => Promise<void>;
}

/** Opens the chosen database, starting the embedded PostgreSQL where it is needed. */
export async function openDatabase(choice: DatabaseChoice): Promise<OpenDatabase> {
  if (choice.databaseUrl !== undefined) {
    const database = createDatabase({ connectionString: choice.databaseUrl });
    return { database, connectionString: choice.databaseUrl, close: () => database.close() };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: choice.dataDir });
  const connectionString = await ensureDatabase(
    embedded.connectionString,
    embeddedDatabaseName(choice.project, choice.content ?? { kind: 'SAMPLE' }),
  );
  const database = createDatabase({ connectionString });
  return {
    database,
    connectionString,
    close: async () => {
      // At once: a pool waits for statements under way, and nobody waits for those of a load that was cut off.
      await Promise.all([database.close(), embedded.stop()]);
    },
  };
}

/**
 * Opens the chosen database and closes it when the process is asked to end, also while it is still being opened: an embedded
 * server does not end with the process that started it.
 */
export async function openUntilStop(
  choice: DatabaseChoice,
  { onStop }: Pick<CliContext, 'onStop'>,
): Promise<OpenDatabase> {
  const opening = openDatabase(choice).then((open) => {
    let closing: Promise<void> | undefined;
    return { ...open, close: () => (closing ??= open.close()) };
  });
  onStop(async () => {
    // Whoever waits for it is told why it could not be opened.
    const open = await opening.catch(() => undefined);
    await open?.close();
  });
  return opening;
}

/** Runs `use` on the chosen database and closes it whatever happens. */
export async function withDatabase<T>(
  choice: DatabaseChoice,
  context: Pick<CliContext, 'onStop'>,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const { database, close } = await openUntilStop(choice, context);
  try {
    return await use(database);
  } finally {
    await close();
  }
}
