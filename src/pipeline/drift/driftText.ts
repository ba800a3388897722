import { quoteText } from '../../storage/quoteName.ts';
import { windowEvents, windowOrder } from '../derive/windowEvents.ts';
import { openEvents } from '../envelope/openEvents.ts';
import type { CheckedTopic } from './CheckedTopic.ts';
import { numberShapes } from './numberShapes.ts';

/**
 * How many undeclared fields of an event type, and undeclared event types of a topic, are recorded by their names, about. Where
 * there are more they are keys of a map, and no names.
 */
export const mostNames = 50;

// What reads like a name that somebody gave, and not like a value that stands in the place of one.
const fieldName = '^[A-Za-z_][A-Za-z0-9_ -]{0,62}$';
const typeName = '^([A-Za-z_][A-Za-z0-9_ .:/-]{0,127})?$';
// As `memberPath` has it.
const plainName = '^[A-Za-z_][A-Za-z0-9_]*$';

/** Events as they are once out of their envelopes, numbered, with the number of the shape that they are to have. */
function eventText(topics: readonly CheckedTopic[], shapeNumber: string): string {
  const opened = openEvents(topics.map(({ source }) => source));
  return `
    select *, ${shapeNumber} as shape from (
      select row_number() over (order by ${windowOrder}) as n, e.source, e.partition, e."offset", e.received_at,
        ${opened.payload} as payload, coalesce(${opened.eventType}, '') as event_type
      from ${windowEvents} ${opened.join}
      where ${opened.problem} is null and not ${opened.isEcho}
    ) opened`;
}

/**
 * The statement that records where events of a window differ from what their topics declare; takes `windowValues`. Of `event`,
 * `found` has the differences one by one, `named` what they are called, `bounded` what they are called for lack of room for
 * more names. Rows are written in one order by all, so that shards at the same rows wait for each other and never in a circle.
 */
export function driftText(topics: readonly CheckedTopic[]): string {
  const shapes = numberShapes(topics);
  return `
    with event as materialized (${eventText(topics, shapes.number)}),
    found (n, source, event_type, parent, name, kind, declared, seen) as (
      select e.n, e.source, e.event_type, '$', null, 'UNKNOWN_TYPE', '', '' from event e where e.shape is null
      union all ${shapes.findings.join('\nunion all ')}
    ),
    named as materialized (
      select n, source, kind, declared, seen, parent,
        case when kind = 'UNKNOWN_TYPE' and event_type !~ ${quoteText(typeName)} then '*' else event_type end as event_type,
        case
          when name is null then parent
          when kind = 'NEW' and name !~ ${quoteText(fieldName)} then parent || '.*'
          else parent || '.' || case when name ~ ${quoteText(plainName)} then name else to_json(name)::text end
        end as path,
        case kind when 'NEW' then event_type else '' end as within
      from found
    ),
    known as (
      select distinct source, kind, case kind when 'NEW' then event_type else '' end as within, event_type, path
      from raw.drift where kind in ('NEW', 'UNKNOWN_TYPE') and source = any ($1)
    ),
    taken as (select source, kind, within, count(*) as names from known group by source, kind, within),
    fresh as (
      select *, row_number() over (partition by source, kind, within order by path, event_type) as number
      from (
        select distinct source, kind, within, event_type, path from named where kind in ('NEW', 'UNKNOWN_TYPE')
        except select * from known
      ) names
    ),
    beyond as (
      select source, kind, event_type, path from fresh left join taken using (source, kind, within)
      where number + coalesce(names, 0) > ${mostNames}
    ),
    bounded as (
      select n.n, n.source, n.kind, n.declared, n.seen,
        case b.kind when 'UNKNOWN_TYPE' then '*' else n.event_type end as event_type,
        case b.kind when 'NEW' then n.parent || '.*' else n.path end as path
      from named n left join beyond b using (source, kind, event_type, path)
    ),
    counted as (
      select source, event_type, path, kind, seen, min(declared) as declared, count(distinct n) as events,
        min(n) as first, max(n) as last
      from bounded group by source, event_type, path, kind, seen
    )
    insert into raw.drift as d (
      source, event_type, path, kind, declared, seen, events, first_seen, last_seen, first_event, last_event
    )
    select c.source, c.event_type, c.path, c.kind, c.declared, c.seen, c.events, f.received_at, l.received_at,
      f.source || '/' || f.partition || '/' || f."offset", l.source || '/' || l.partition || '/' || l."offset"
    from counted c join event f on f.n = c.first join event l on l.n = c.last
    order by c.source, c.event_type, c.path, c.kind, c.seen
    on conflict (source, event_type, path, kind, seen) do update set
      declared = excluded.declared,
      events = d.events + excluded.events,
      first_event = case when excluded.first_seen < d.first_seen then excluded.first_event else d.first_event end,
      last_event = case when excluded.last_seen >= d.last_seen then excluded.last_event else d.last_event end,
      first_seen = least(d.first_seen, excluded.first_seen),
      last_seen = greatest(d.last_seen, excluded.last_seen)`;
}
