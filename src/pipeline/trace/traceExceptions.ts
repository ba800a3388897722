import type { Reconciliation } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import { touchedPlace } from '../scope/touched.ts';

const traceText = `
  insert into touched_trace
  select distinct on (r."column", r.value) $1, r."column", r.value, trace.traceparent, trace.place
  from resettled r
  join resettled own using (exception_id)
  join jsonb_to_recordset($3) source (by text, relation text, "column" text) on source.by = own."column"
  join touched_trace trace
    on trace.relation = source.relation and trace."column" = source."column" and trace.value = own.value
  where r.reconciliation = $2
  order by r."column", r.value, trace.place desc`;

/**
 * Notes whose traces the exceptions in `resettled` belong to, for the rows that they reach: of the events that touched what an
 * exception is about, the newest one's.
 */
export async function traceExceptions(
  transaction: Transaction,
  { name, derivedFrom }: Reconciliation,
): Promise<void> {
  const sources = derivedFrom.map((from) => ({ by: from.by, ...touchedPlace(from) }));
  await transaction.execute({
    text: traceText,
    values: [touchedRelation('reconciliation', name), name, JSON.stringify(sources)],
  });
}
