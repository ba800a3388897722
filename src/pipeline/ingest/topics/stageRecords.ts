import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import type { RecordHeader, TopicRecord } from '../../../feed/kafka/TopicReader.ts';
import type { Transaction } from '../../../storage/Database.ts';
import {
  copyArray,
  copyBigint,
  copyHeader,
  copyRow,
  copyText,
  copyTimestamp,
  copyTrailer,
} from '../encodeCopyRows.ts';
import { recordPayloadKind } from './recordPayloadKind.ts';
import { recordTime } from './recordTime.ts';
import { payloadLetters } from '../payloadKind.ts';

const stagingTable = `
  create temporary table arrived (
    "offset"      bigint not null,
    key           bytea,
    value         bytea,
    header_names  text[] not null,
    header_values bytea[] not null,
    header_name_bytes bytea[],
    event_time    timestamptz,
    payload       text not null
  ) on commit drop`;

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

const recordsAtOnce = 500;

function* copyChunks(records: readonly TopicRecord[]): Generator<Buffer> {
  yield copyHeader;
  for (let at = 0; at < records.length; at += recordsAtOnce) {
    yield Buffer.concat(records.slice(at, at + recordsAtOnce).map(encode));
  }
  yield copyTrailer;
}

/** Copies records into the temporary table `arrived`. */
export async function stageRecords(transaction: Transaction, records: readonly TopicRecord[]): Promise<void> {
  await transaction.script(stagingTable);
  await transaction.copyFrom(
    'copy arrived from stdin (format binary)',
    Readable.from(copyChunks(records), { objectMode: true }),
  );
}
