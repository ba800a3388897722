import type { SourceEvent } from '../../plain/SourceEvent.ts';
import type { Retailer } from './retailer.ts';

const text = `
  with place as (
    insert into raw.position as p (source, partition, next_offset) values ($1, $2, 1)
    on conflict (source, partition) do update set next_offset = p.next_offset + 1
    returning next_offset - 1 as "offset"
  )
  insert into raw.event (source, partition, "offset", key, value, payload)
  select $1, $2, "offset", convert_to($3, 'UTF8'), $4::bytea, raw.event_payload($4::bytea) from place`;

/** Events arrive in a partition of their topics, as an ingester writes them. */
export async function arriveIn(
  { database }: Pick<Retailer, 'database'>,
  partition: number,
  ...events: readonly SourceEvent[]
): Promise<void> {
  for (const { topic, key, value } of events) {
    await database.execute({ text, values: [topic, partition, key, Buffer.from(JSON.stringify(value))] });
  }
}
