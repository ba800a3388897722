import type { Transaction } from '../../storage/Database.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import type { OpenedEvent } from '../envelope/OpenedEvent.ts';

/** Which source events go into a chunk. */
export interface ChunkEvents {
  /** A FROM item named `e`, with the columns of raw.event. */
  readonly from: string;
  /** In which order they are numbered. */
  readonly order: string;
  /** How they are taken out of their envelopes. */
  readonly opened: OpenedEvent;
}

function fillText({ from, order, opened }: ChunkEvents, key: string): string {
  return `
    insert into chunk (
      source, partition, "offset", key, payload, event_time, received_at, event_type, event_id, n, reason, is_echo
    )
    select e.source, e.partition, e."offset", ${key}, ${opened.payload}, ${opened.eventTime}, e.received_at,
      ${opened.eventType}, ${opened.eventId}, row_number() over (order by ${order}), ${opened.problem}, ${opened.isEcho}
    from ${from} ${opened.join}`;
}

/** Puts events, out of their envelopes, into the temporary table `chunk`, which is empty. A key that is no UTF-8 is null for the product. */
export async function fillChunk(
  transaction: Transaction,
  events: ChunkEvents,
  values: readonly unknown[],
): Promise<void> {
  try {
    await transaction.savepoint(() =>
      transaction.execute({ text: fillText(events, "convert_from(e.key, 'UTF8')"), values }),
    );
  } catch (error) {
    // One key of the chunk is no text: ask for each by itself, which is slow.
    if (sqlFailureOf(error)?.details.sqlState.startsWith('22') !== true) throw error;
    await transaction.execute({ text: fillText(events, 'pg_temp.to_text(e.key)'), values });
  }
}
