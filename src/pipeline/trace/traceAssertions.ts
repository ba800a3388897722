import type { Reconciliation } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { joinTraces } from './joinTraces.ts';

/**
 * Notes whose traces the assertions in `changed` belong to, for what is derived from them: of the events that touched what an
 * assertion is derived from, the newest one's. To be called before the changes are written: it reads the rows as they were, too.
 *
 * @param noted - the columns that others are derived by, in the order of `changed`
 */
export async function traceAssertions(
  transaction: Transaction,
  { name, key, derivedFrom }: Reconciliation,
  columns: readonly NamedColumn[],
  noted: readonly string[],
): Promise<void> {
  const traces = joinTraces(derivedFrom, columns, ['n', 'o']);
  if (traces === undefined || noted.length === 0) return;
  const sameKey = (alias: string): string =>
    key.map(({ column }) => `${quoteName(alias, column)} = ${quoteName('r', column)}`).join(' and ');
  await transaction.execute({
    text: `
      insert into touched_trace
      select distinct on (c.name, v.value) $1, c.name, v.value, trace.traceparent, trace.place
      from changed r
      left join computed n on ${sameKey('n')}
      left join ${quoteName('reconciliation', name)} o on ${sameKey('o')}
      cross join unnest($2::text[]) with ordinality c (name, number)
      cross join lateral (values (r._noted_now[c.number]), (r._noted_before[c.number])) v (value)
      ${traces}
      where v.value is not null
      order by c.name, v.value, trace.place desc`,
    values: [touchedRelation('reconciliation', name), noted],
  });
}
