import { setImmediate } from 'node:timers/promises';
import type { TopicRecord } from '../../../feed/kafka/TopicReader.ts';
import type { Transaction } from '../../../storage/Database.ts';
import { copyChunks } from './copyChunks.ts';

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

/** Sending a piece may leave the event loop no turn by itself, as where the network takes all of it at once. */
async function* inTurns(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    yield piece;
    await setImmediate();
  }
}

/** Copies records into the temporary table `arrived`. */
export async function stageRecords(transaction: Transaction, records: readonly TopicRecord[]): Promise<void> {
  await transaction.script(stagingTable);
  await transaction.copyFrom('copy arrived from stdin (format binary)', inTurns(copyChunks(records)));
}
