import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Database } from '../../storage/Database.ts';
import type { IngestedFile, IngestProgress, TopicCount } from './IngestProgress.ts';
import { mergeStaged } from './mergeStaged.ts';
import { stageFile } from './stageFile.ts';

export interface IngestOptions {
  readonly onProgress?: (progress: IngestProgress) => void;
}

/** Ingests at one time take turns, so that they agree on the numbers of partitions. */
const ingestLock = 7_265_003;

const fileName = /\.ndjson(\.gz)?$/;

async function sizeOf(path: string): Promise<number> {
  if (!fileName.test(path)) {
    throw new ConcordatError('INPUT_INVALID', `${path} is not named *.ndjson or *.ndjson.gz.`, {
      fix: 'Name files of source events *.ndjson, or *.ndjson.gz when they are packed.',
    });
  }
  const status = await stat(path).catch(() => undefined);
  if (status?.isFile() === true) return status.size;
  throw new ConcordatError('INPUT_INVALID', `There is no file ${path}.`, { fix: 'Name files that exist.' });
}

/** zlib and the file system throw errors of their own, which know nothing of which file it was. */
function naming(path: string, error: unknown): unknown {
  if (error instanceof ConcordatError) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
  return new ConcordatError(
    'INPUT_INVALID',
    `${path} cannot be read to its end (${reason}). Nothing of the file was taken.`,
    {
      fix: 'See that the file is whole and readable, and that a *.gz file is packed with gzip.',
      cause: error,
    },
  );
}

/**
 * Reads files of source events (`*.ndjson`, `*.ndjson.gz`; a line is `{"topic","key","timestamp","value"}`) into
 * `raw.event`, values byte for byte as they stand in the line. The topic is the source; a file is a partition of it, known
 * by its base name without `.gz`, and an event's offset is the index of its line. So a file that is ingested again adds
 * nothing, and one that has grown adds what is new.
 *
 * Each file is one transaction: all of it is taken or nothing, and a file that fails leaves those before it in place.
 *
 * @throws ConcordatError INPUT_INVALID for a file or line that cannot be read, INGEST_CONFLICT for a line that differs from
 *   what was ingested before; each names file and line.
 */
export async function ingestFiles(
  database: Database,
  paths: readonly string[],
  options: IngestOptions = {},
): Promise<readonly IngestedFile[]> {
  const sizes = await Promise.all(paths.map(sizeOf));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const results: IngestedFile[] = [];
  let bytesBefore = 0;
  for (const [fileIndex, file] of paths.entries()) {
    const fileBytes = sizes[fileIndex] ?? 0;
    const report = (phase: IngestProgress['phase'], fileBytesRead: number, lines: number): void => {
      options.onProgress?.({
        ...{ file, fileIndex, fileCount: paths.length, phase, fileBytesRead, fileBytes, lines },
        bytesRead: bytesBefore + fileBytesRead,
        bytes,
      });
    };
    const result = await database
      .transaction(
        async (transaction) => {
          await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [ingestLock] });
          let lines = 0;
          await stageFile(transaction, file, (bytesRead, linesRead) => {
            lines = linesRead;
            report('READING', bytesRead, linesRead);
          });
          report('WRITING', fileBytes, lines);
          const added = await mergeStaged(transaction, file, basename(file).replace(/\.gz$/, ''));
          const topics = await transaction.query<TopicCount>({
            text: 'select source as topic, count(*)::int as events from staged group by source order by source',
          });
          return { file, events: topics.reduce((sum, { events }) => sum + events, 0), added, topics };
        },
        { statementTimeoutMs: 0 },
      )
      .catch((error: unknown) => {
        throw naming(file, error);
      });
    results.push(result);
    bytesBefore += fileBytes;
  }
  return results;
}
