import type { Reconciliation } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { keyBytes } from '../bounds/valueBounds.ts';
import { besideTouched, type Scope, type TouchedColumn } from '../scope/Scope.ts';

// Of open exceptions that are not found as they were, and of those that are found and not open; what no index can hold leads nowhere.
const apartText = `
  select name as "column", array_agg(distinct value) as "values"
  from (
    select r."column", r.value
    from concerned c
    join reconciliation.exception e on e.id = c.id
    join reconciliation.exception_reach r on r.exception_id = e.id
    where not exists (select from identified i where i.kind = e.kind and i.subject = e.subject)
    union all
    select s.key, s.value
    from identified i cross join jsonb_each_text(i.subject) s
    where not exists (
      select from reconciliation.exception e
      where e.reconciliation = $1 and e.resolved_at is null and e.kind = i.kind and e.subject = i.subject
        and reconciliation.subject_digest(e.subject) = reconciliation.subject_digest(i.subject)
    )
  ) apart (name, value)
  where name = any ($2::text[]) and octet_length(value) <= ${keyBytes} group by name order by name`;

/**
 * By what else changes reach exceptions that a touched value led to and that are open and not found, or found and not open: a value of theirs
 * may have gone or come, as when a row that the SELECT joins does, and they are others then than those that are found, or open, without it.
 */
export async function readApart(
  transaction: Transaction,
  { name }: Reconciliation,
  ways: readonly string[],
  scope: Scope,
): Promise<readonly TouchedColumn[]> {
  if (scope.kind === 'ALL' || ways.every((way) => scope.by.every(({ column }) => column === way))) return [];
  const rows = await transaction.query<TouchedColumn & object>({ text: apartText, values: [name, ways] });
  return besideTouched(scope, rows);
}
