import { resolve } from 'node:path';
import { ConcordatError, type ErrorCode } from '../../errors/ConcordatError.ts';

/** What the data of an embedded PostgreSQL, and nothing else, stands in the way of. */
const ofOldData: ReadonlySet<ErrorCode> = new Set(['MIGRATION_REFUSED', 'INGEST_CONFLICT']);

/**
 * Does work on an embedded database; where the data that it holds stands in the way, the error says how to start afresh.
 * Nobody can reach such a database once the command has failed, and what it holds can be made anew.
 */
export async function withWayOut<T>(
  { databaseUrl, dataDir }: { readonly databaseUrl?: string | undefined; readonly dataDir: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (databaseUrl !== undefined || !(error instanceof ConcordatError) || !ofOldData.has(error.code)) {
      throw error;
    }
    const way = `The data is that of the embedded PostgreSQL. To start afresh, take another --data-dir, or remove the directory ${resolve(dataDir)}, with all that was loaded there.`;
    throw new ConcordatError(error.code, error.message, {
      fix: [error.fix, way].filter((text) => text !== undefined).join('\n'),
      cause: error,
    });
  }
}
