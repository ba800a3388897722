import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../../storage/Database.ts';
import { copyBigint, copyHeader, copyRow, copyText, copyTimestamp, copyTrailer } from './encodeCopyRows.ts';
import { payloadLetters } from './payloadKind.ts';
import { readEventLine, type EventLine } from './readEventLine.ts';
import { readLines } from './readLines.ts';

const stagingTable = `
  create temporary table staged (
    source     text collate "C" not null,
    "offset"   bigint not null,
    key        bytea,
    value      bytea,
    event_time timestamptz,
    payload    text not null
  ) on commit drop`;

function encode(event: EventLine, offset: number): Buffer {
  return copyRow([
    copyText(event.topic),
    copyBigint(offset),
    event.key,
    event.value,
    event.timestamp === null ? null : copyTimestamp(event.timestamp),
    copyText(payloadLetters[event.payload]),
  ]);
}

/**
 * Copies the events of a file into the temporary table `staged`, in constant memory. An event's offset is the index of
 * its line, from 0.
 *
 * @throws ConcordatError INPUT_INVALID with file and line when a line is not an event.
 */
export async function stageFile(
  transaction: Transaction,
  path: string,
  onProgress: (bytesRead: number, lines: number) => void,
): Promise<void> {
  let bytesRead = 0;
  let offset = 0;
  async function* rows(): AsyncGenerator<Buffer> {
    yield copyHeader;
    for await (const lines of readLines(path, (bytes) => (bytesRead += bytes))) {
      const encoded: Buffer[] = [];
      for (const line of lines) {
        const result = readEventLine(line);
        if (result.kind === 'malformed') {
          throw new ConcordatError(
            'INPUT_INVALID',
            `${path}, line ${offset + 1}: ${result.reason}. Nothing of the file was taken.`,
            {
              fix: 'Each line is one JSON object {"topic": "…", "key": "…" or null, "timestamp": 1483628480000, "value": …}. Mend the line and ingest the file again.',
            },
          );
        }
        if (result.kind === 'event') encoded.push(encode(result.event, offset));
        offset += 1;
      }
      onProgress(bytesRead, offset);
      yield Buffer.concat(encoded);
    }
    yield copyTrailer;
  }
  await transaction.script(stagingTable);
  await transaction.copyFrom('copy staged from stdin (format binary)', rows());
  await transaction.script('create index on staged (source, "offset"); analyze staged');
}
