import { basename } from 'node:path';
import { ingestFiles } from '../pipeline/ingest/ingestFiles.ts';
import type { IngestedFile } from '../pipeline/ingest/IngestProgress.ts';
import type { Database } from '../storage/Database.ts';
import { createProgressBars } from './progress/createProgressBars.ts';

/** Ingests files with a bar a file on stderr. Throws like `ingestFiles`. */
export async function ingestWithProgress(
  database: Database,
  files: readonly string[],
  stderr: NodeJS.WriteStream,
): Promise<readonly IngestedFile[]> {
  const bars = createProgressBars(stderr);
  try {
    return await ingestFiles(database, files, {
      onProgress: ({ file, fileBytesRead, fileBytes }) => {
        bars.report(basename(file), fileBytesRead, fileBytes);
      },
    });
  } finally {
    bars.stop();
  }
}
