import type { TopicPartition } from '../../../feed/kafka/TopicReader.ts';
import type { Transaction } from '../../../storage/Database.ts';
import { topicReplaced } from './topicReplaced.ts';

const findConflict = `
  select min(e."offset") as "offset"
  from arrived a join raw.event e on e.source = $1 and e.partition = $2 and e."offset" = a."offset"
  where (a.key, a.value, a.event_time, a.header_names, a.header_values, a.header_name_bytes)
    is distinct from (e.key, e.value, e.event_time, e.header_names, e.header_values, e.header_name_bytes)`;

const addEvents = `
  insert into raw.event (source, partition, "offset", key, value, header_names, header_values, header_name_bytes,
    payload, event_time)
  select $1, $2, a."offset", a.key, a.value, a.header_names, a.header_values, a.header_name_bytes,
    case a.payload when 'j' then convert_from(a.value, 'UTF8')::jsonb when 'u' then raw.event_payload(a.value) end,
    a.event_time
  from arrived a
  where not exists (
    select from raw.event e where e.source = $1 and e.partition = $2 and e."offset" = a."offset"
  )
  order by a."offset"`;

/**
 * Adds what `arrived` holds of a partition to raw; returns how many events raw did not have.
 *
 * @throws ConcordatError TOPIC_REPLACED when raw has another event at the place of one
 */
export async function mergeRecords(
  transaction: Transaction,
  { topic, partition }: TopicPartition,
): Promise<number> {
  const values = [topic, partition];
  const [conflict] = await transaction.query<{ offset: string | null }>({ text: findConflict, values });
  if (conflict?.offset != null) {
    throw topicReplaced({ topic, partition }, `at offset ${conflict.offset} it has another record`);
  }
  return transaction.execute({ text: addEvents, values });
}
