import type { Transaction } from '../../storage/Database.ts';
import type { Window } from '../derive/Window.ts';
import { windowEvents, windowOrder, windowValues } from '../derive/windowEvents.ts';

/**
 * Temporary tables by which a change finds the trace of the event that caused it. `traced`: the events that belong to a trace, with
 * their place in the order in which products take them. `touched_row`: as `touched`, with the key of the product's row; triggers
 * take these notes while the table is there. `touched_trace`: for each value that was touched, the trace of the newest event that
 * touched it.
 */
const createTables = `
  create temporary table touched_row (
    relation text collate "C", "column" text collate "C", value text collate "C", key text[] collate "C"
  ) on commit drop;
  create temporary table touched_trace (
    relation text collate "C", "column" text collate "C", value text collate "C",
    traceparent text collate "C", place bigint
  ) on commit drop`;

const createTraced = `
  create temporary table traced on commit drop as
  select e.source, e.partition, e."offset", t.traceparent, row_number() over (order by ${windowOrder}) as place
  from ${windowEvents}
  cross join lateral (select raw.traceparent(e.header_names, e.header_values) as traceparent offset 0) t
  where t.traceparent is not null`;

/**
 * Prepares the transaction to say of each change which trace it belongs to; false, and nothing is prepared, where none of the
 * window's events belongs to one.
 */
export async function traceEvents(transaction: Transaction, window: Window): Promise<boolean> {
  const spans = window.filter(({ isTraced }) => isTraced);
  if (spans.length === 0) return false;
  await transaction.execute({ text: createTraced, values: windowValues(spans) });
  await transaction.script(`${createTables}; analyze traced`);
  return true;
}
