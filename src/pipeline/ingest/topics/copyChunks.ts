import { isUtf8 } from 'node:buffer';
import type { RecordHeader, TopicRecord } from '../../../feed/kafka/TopicReader.ts';
import {
  copyArray,
  copyBigint,
  copyHeader,
  copyRow,
  copyText,
  copyTimestamp,
  copyTrailer,
} from '../encodeCopyRows.ts';
import { payloadLetters } from '../payloadKind.ts';
import { recordPayloadKind } from './recordPayloadKind.ts';
import { recordTime } from './recordTime.ts';

const textOid = 25;
const byteaOid = 17;

/** The names as bytes, where one of them is none that a text can hold: NUL, or no UTF-8. */
function nameBytes(headers: readonly RecordHeader[]): Buffer | null {
  if (headers.every(({ keyBytes }) => isUtf8(keyBytes) && !keyBytes.includes(0))) return null;
  return copyArray(
    byteaOid,
    headers.map(({ keyBytes }) => keyBytes),
  );
}

function encode(record: TopicRecord): Buffer {
  const { offset, key, value, headers } = record;
  const time = recordTime(record);
  return copyRow([
    copyBigint(offset),
    key,
    value,
    copyArray(
      textOid,
      headers.map((header) => copyText(header.key.replaceAll('\0', '\uFFFD'))),
    ),
    copyArray(
      byteaOid,
      headers.map((header) => header.value),
    ),
    nameBytes(headers),
    time === null ? null : copyTimestamp(time),
    copyText(payloadLetters[recordPayloadKind(value)]),
  ]);
}

/** About so much is encoded at once, of records and of bytes: other work of the process, such as renewing leases, has its turn in between. */
const recordsAtOnce = 500;
const bytesAtOnce = 1024 * 1024;

/** Records in PostgreSQL's binary form of COPY, in pieces, none much longer than a MiB but for a single record. */
export function* copyChunks(records: Iterable<TopicRecord>): Generator<Buffer> {
  yield copyHeader;
  let rows: Buffer[] = [];
  let bytes = 0;
  for (const record of records) {
    const row = encode(record);
    rows.push(row);
    bytes += row.length;
    if (rows.length < recordsAtOnce && bytes < bytesAtOnce) continue;
    yield Buffer.concat(rows);
    [rows, bytes] = [[], 0];
  }
  if (rows.length > 0) yield Buffer.concat(rows);
  yield copyTrailer;
}
