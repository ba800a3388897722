import { resolve } from 'node:path';
import { ConcordatError } from '../errors/ConcordatError.ts';
import { createDatabase } from '../storage/createDatabase.ts';
import type { Database } from '../storage/Database.ts';
import { ensureDatabase, findDatabase } from '../storage/embedded/ensureDatabase.ts';
import { hasCluster } from '../storage/embedded/hasCluster.ts';
import { startEmbeddedPostgres } from '../storage/embedded/startEmbeddedPostgres.ts';
import type { CliContext } from './CliContext.ts';
import {
  describeContent,
  embeddedContent,
  startOf,
  type ContentSettings,
} from './embedded/embeddedContent.ts';
import { embeddedDatabaseName } from './embedded/embeddedDatabaseName.ts';
import { withWayOut } from './embedded/withWayOut.ts';

/** Which PostgreSQL a command works on: the one at `databaseUrl`, or one of the project's own on the embedded one. */
export interface DatabaseChoice extends ContentSettings {
  readonly databaseUrl?: string | undefined;
  /** Where the embedded PostgreSQL keeps its data. */
  readonly dataDir: string;
  readonly project: string;
  /** Whether the command makes an embedded database that is not there; default no. */
  readonly makes?: boolean;
}

/** An open database with the address at which others reach it. */
export interface OpenDatabase {
  readonly database: Database;
  readonly connectionString: string;
  /** Does work on it; errors about what an embedded database holds name it. */
  readonly naming: <T>(work: () => Promise<T>) => Promise<T>;
  /** Closes the pool; an embedded PostgreSQL is stopped with its last user. */
  readonly close: () => Promise<void>;
}

type Say = Pick<CliContext, 'stderr'>;

function notThere(choice: DatabaseChoice, what: string): ConcordatError {
  return new ConcordatError(
    'CONFIGURATION_INVALID',
    `There is no ${what} in the data directory ${resolve(choice.dataDir)}.`,
    {
      fix: `It is made by "${startOf(embeddedContent(choice))}", or by "concordat migrate" with the same options. Other databases are chosen by --data-dir, --project, --events, --kafka-brokers (KAFKA_BROKERS) and --database-url (DATABASE_URL).`,
    },
  );
}

/** Opens the chosen database, starting the embedded PostgreSQL where it is needed, and says which one that is. */
export async function openDatabase(choice: DatabaseChoice, { stderr }: Say): Promise<OpenDatabase> {
  if (choice.databaseUrl !== undefined) {
    const database = createDatabase({ connectionString: choice.databaseUrl });
    return {
      ...{ database, connectionString: choice.databaseUrl, close: () => database.close() },
      naming: (work) => work(),
    };
  }
  const { dataDir, makes = false } = choice;
  const content = embeddedContent(choice);
  const name = embeddedDatabaseName(choice.project, content);
  // A wrong directory would be filled with a server that nobody wants.
  if (!makes && !(await hasCluster(dataDir))) throw notThere(choice, 'embedded PostgreSQL');
  const embedded = await startEmbeddedPostgres({ dataDir });
  try {
    const connectionString = await (makes ? ensureDatabase : findDatabase)(embedded.connectionString, name);
    const described = describeContent(content);
    if (connectionString === undefined)
      throw notThere(choice, `database with the ${described} of the project ${resolve(choice.project)}`);
    stderr.write(`Database: embedded, ${described}\n`);
    const database = createDatabase({ connectionString });
    return {
      ...{ database, connectionString },
      naming: (work) => withWayOut({ dataDir, content: described, makes }, work),
      close: async () => {
        // At once: a pool waits for statements under way, and nobody waits for those of a load that was cut off.
        await Promise.all([database.close(), embedded.stop()]);
      },
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/**
 * Opens the chosen database and closes it when the process is asked to end, also while it is still being opened: an embedded
 * server does not end with the process that started it.
 */
export async function openUntilStop(
  choice: DatabaseChoice,
  { onStop, stderr }: Pick<CliContext, 'onStop' | 'stderr'>,
): Promise<OpenDatabase> {
  const opening = openDatabase(choice, { stderr }).then((open) => {
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
  context: Pick<CliContext, 'onStop' | 'stderr'>,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const { database, naming, close } = await openUntilStop(choice, context);
  try {
    return await naming(() => use(database));
  } finally {
    await close();
  }
}
