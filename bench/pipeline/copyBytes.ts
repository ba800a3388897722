import { Readable } from 'node:stream';
import type { Database } from '../../src/storage/Database.ts';
import { copyHeader, copyRow, copyTrailer } from '../../src/pipeline/ingest/encodeCopyRows.ts';
import type { LoadedTopics } from './loadTopics.ts';

const rowsAtOnce = 500;

/** COPY of the keys and values of all events into a table without an index: as fast as Postgres takes the bytes. Milliseconds. */
export async function copyBytes(database: Database, { records }: LoadedTopics): Promise<number> {
  await database.execute({ text: 'create table bare (key bytea, value bytea)' });
  const rows = records.map(({ key, value }) => copyRow([Buffer.from(key), Buffer.from(value)]));
  const chunks = [copyHeader];
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    chunks.push(Buffer.concat(rows.slice(at, at + rowsAtOnce)));
  chunks.push(copyTrailer);
  const begun = performance.now();
  await database.transaction((transaction) =>
    transaction.copyFrom('copy bare from stdin (format binary)', Readable.from(chunks)),
  );
  const ms = performance.now() - begun;
  await database.execute({ text: 'drop table bare' });
  return ms;
}
