import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../../storage/Database.ts';

/** A file that was ingested before has its partitions; each topic that is new in it gets the next negative number. */
const registerPartitions = `
  insert into raw.file (source, name, partition)
  select s.source, $1, coalesce((select min(f.partition) from raw.file f where f.source = s.source), 0) - 1
  from (select distinct source from staged) s
  where not exists (select from raw.file f where f.source = s.source and f.name = $1)`;

// Also a line that was an event of another topic before, or is none any more, while the file goes on after it.
const findConflict = `
  select min(e."offset") + 1 as line
  from raw.file f
  join raw.event e on e.source = f.source and e.partition = f.partition
  left join staged s on s.source = e.source and s."offset" = e."offset"
  where f.name = $1 and e."offset" <= (select max("offset") from staged)
    and (s.source is null or (s.key, s.value, s.event_time) is distinct from (e.key, e.value, e.event_time))`;

const addEvents = `
  insert into raw.event (source, partition, "offset", key, value, payload, event_time)
  select s.source, f.partition, s."offset", s.key, s.value,
    case s.payload when 'j' then convert_from(s.value, 'UTF8')::jsonb when 'u' then raw.event_payload(s.value) end,
    s.event_time
  from staged s join raw.file f on f.source = s.source and f.name = $1
  where not exists (
    select from raw.event e where e.source = s.source and e.partition = f.partition and e."offset" = s."offset"
  )
  order by s.source, s."offset"`;

const recordPositions = `
  insert into raw.position as p (source, partition, next_offset)
  select s.source, f.partition, max(s."offset") + 1
  from staged s join raw.file f on f.source = s.source and f.name = $1
  group by s.source, f.partition
  on conflict (source, partition) do update set next_offset = greatest(p.next_offset, excluded.next_offset)`;

/**
 * Adds the events of `staged` that raw does not have yet, as partitions of the file `name`; returns how many they are.
 *
 * @throws ConcordatError INGEST_CONFLICT when a line differs from what was ingested at its place before.
 */
export async function mergeStaged(transaction: Transaction, path: string, name: string): Promise<number> {
  const [conflict] = await transaction.query<{ line: string | null }>({ text: findConflict, values: [name] });
  if (conflict?.line != null) {
    throw new ConcordatError(
      'INGEST_CONFLICT',
      `${path}, line ${conflict.line}: a file ${name} was ingested before, with another event on this line. Nothing of the file was taken.`,
      {
        fix: 'Source events never change. If this is another file, give it a name of its own; if it is the same file, only append to it.',
      },
    );
  }
  await transaction.execute({ text: registerPartitions, values: [name] });
  const added = await transaction.execute({ text: addEvents, values: [name] });
  await transaction.execute({ text: recordPositions, values: [name] });
  // What derives from raw right after must not plan for an empty table.
  if (added > 0) await transaction.script('analyze raw.event');
  return added;
}
