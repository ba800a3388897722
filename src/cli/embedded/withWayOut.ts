import { resolve } from 'node:path';
import { ConcordatError, type ErrorCode } from '../../errors/ConcordatError.ts';

/** What the data of a database, and nothing else, stands in the way of. */
const ofOldData: ReadonlySet<ErrorCode> = new Set(['MIGRATION_REFUSED', 'INGEST_CONFLICT']);

export interface EmbeddedChoice {
  readonly dataDir: string;
  /** What the database holds, for people. */
  readonly content: string;
  /** Whether the command makes the database what it is to be, so that only its data can stand in the way. */
  readonly makes: boolean;
}

/**
 * Does work on an embedded database; an error that is about what it holds names it, as a project has several, and, where the data
 * stands in the way, says how to start afresh. Nobody can reach such a database once the command has failed, and what it holds can be
 * made anew.
 */
export async function withWayOut<T>(
  { dataDir, content, makes }: EmbeddedChoice,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConcordatError) || !ofOldData.has(error.code)) throw error;
    const name = `The database is that of the embedded PostgreSQL in ${resolve(dataDir)} with the project's ${content}.`;
    const way = `To start afresh, take another --data-dir, or remove the directory ${resolve(dataDir)}, with all that was loaded there.`;
    const isInTheWay = makes || error.code === 'INGEST_CONFLICT';
    throw new ConcordatError(error.code, error.message, {
      fix: [error.fix, isInTheWay ? `${name} ${way}` : name].filter((text) => text !== undefined).join('\n'),
      cause: error,
    });
  }
}
