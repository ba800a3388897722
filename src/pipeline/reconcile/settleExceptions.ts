import type { Reconciliation } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { keyText } from '../../query/sql/keyText.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { noteResettled, rememberReach } from '../scope/resettled.ts';
import type { Scope } from '../scope/Scope.ts';
import { traceExceptions } from '../trace/traceExceptions.ts';
import { dropFoundExceptions, findExceptions } from './findExceptions.ts';
import type { ReconciliationCounts } from './ReconciliationCounts.ts';

const selectAll = `
  create temporary table concerned on commit drop as
  select id from reconciliation.exception where reconciliation = $1 and resolved_at is null`;

const selectFound = `
  create temporary table concerned on commit drop as
  select e.id from found f join reconciliation.exception e
    on e.reconciliation = $1 and e.resolved_at is null and e.kind = f.kind and e.subject = f.subject`;

/**
 * Scalar columns of an exception are its subject and reach too: by them those that a touched value can concern are found. What
 * touched it may write the value otherwise than a column of this type does.
 */
function addTouched({ type }: NamedColumn): string {
  return `
    insert into concerned
    select distinct r.exception_id from unnest($3::text[]) v (value)
    join reconciliation.exception_reach r
      on r.reconciliation = $1 and r."column" = $2 and r.value = ${keyText(`(v.value::${type})`, type)}
    join reconciliation.exception e on e.id = r.exception_id and e.resolved_at is null
    where not exists (select from concerned c where c.id = e.id)`;
}

const resolveGone = `
  update reconciliation.exception e set resolved_at = transaction_timestamp()
  from concerned c
  where e.id = c.id and e.resolved_at is null
    and not exists (select from found f where f.kind = e.kind and f.subject = e.subject)`;

// An open exception keeps its id, its opening and its due date; who must look at it and why may change.
const refreshOpen = `
  update reconciliation.exception e set detail = f.detail, severity = k.severity, owner = k.owner
  from found f join jsonb_to_recordset($2) k (name text, severity text, owner text, due text) on k.name = f.kind
  where e.reconciliation = $1 and e.resolved_at is null and e.kind = f.kind and e.subject = f.subject
    and (e.detail, e.severity, e.owner) is distinct from (f.detail, k.severity, k.owner)`;

const openNew = `
  insert into reconciliation.exception (reconciliation, kind, subject, severity, owner, detail, due_at)
  select $1, f.kind, f.subject, k.severity, k.owner, f.detail, transaction_timestamp() + k.due::interval
  from found f join jsonb_to_recordset($2) k (name text, severity text, owner text, due text) on k.name = f.kind
  where not exists (
    select from reconciliation.exception e
    where e.reconciliation = $1 and e.resolved_at is null and e.kind = f.kind and e.subject = f.subject
  )
  order by f.kind, f.subject`;

const wantedReach = `
  select e.id, r."column", r.value
  from found_reach r
  join reconciliation.exception e
    on e.reconciliation = $1 and e.resolved_at is null and e.kind = r.kind and e.subject = r.subject`;

// A resolved exception keeps what it last reached: it is still told of to who may see those rows.
const removeReach = `
  delete from reconciliation.exception_reach r
  using concerned c join reconciliation.exception e using (id)
  where r.exception_id = c.id and e.resolved_at is null and not exists (
    select from (${wantedReach}) w where w.id = r.exception_id and w."column" = r."column" and w.value = r.value
  )`;

const addReach = `
  insert into reconciliation.exception_reach (exception_id, reconciliation, "column", value)
  select id, $1, "column", value from (${wantedReach}) w
  on conflict do nothing`;

/** Puts the open exceptions that the derivation decides about into the temporary table `concerned`. */
async function selectConcerned(
  transaction: Transaction,
  reconciliation: string,
  subject: readonly NamedColumn[],
  scope: Scope,
): Promise<void> {
  if (scope.kind === 'ALL') {
    await transaction.execute({ text: selectAll, values: [reconciliation] });
  } else {
    await transaction.execute({ text: selectFound, values: [reconciliation] });
    for (const { column, values } of scope.by) {
      const about = subject.find(({ name }) => name === column);
      if (about !== undefined) {
        await transaction.execute({ text: addTouched(about), values: [reconciliation, column, values] });
      }
    }
  }
  await transaction.script('create unique index on concerned (id); analyze concerned');
  await rememberReach(transaction);
}

/**
 * Gives exceptions their life: what `exceptions.sql` finds anew is opened with its due date, what it finds no more is
 * resolved, and what it still finds stays open as it is. Refreshes by which values contract rows find them, and notes those
 * by which rows find other open exceptions now than before.
 *
 * @throws ConcordatError PROJECT_INVALID when `exceptions.sql` fails or raises a kind that is not declared.
 */
export async function settleExceptions(
  transaction: Transaction,
  reconciliation: Reconciliation,
  scope: Scope,
): Promise<Pick<ReconciliationCounts, 'open' | 'opened' | 'resolved'>> {
  const { name } = reconciliation;
  const subject = await findExceptions(transaction, reconciliation, scope);
  await selectConcerned(transaction, name, subject, scope);
  const kinds = JSON.stringify(
    reconciliation.exceptionKinds.map((kind) => ({
      name: kind.name,
      severity: kind.severity,
      owner: kind.owner,
      due: kind.dueWithin,
    })),
  );
  const resolved = await transaction.execute({ text: resolveGone, values: [] });
  await transaction.execute({ text: refreshOpen, values: [name, kinds] });
  const opened = await transaction.execute({ text: openNew, values: [name, kinds] });
  await transaction.execute({ text: removeReach, values: [name] });
  await transaction.execute({ text: addReach, values: [name] });
  await noteResettled(transaction, name, scope);
  if (scope.kind === 'TOUCHED' && scope.isTraced) await traceExceptions(transaction, reconciliation);
  const [count] = await transaction.query<{ open: number }>({
    text: 'select count(*)::int as open from found',
  });
  await transaction.script(`${dropFoundExceptions}; drop table concerned`);
  if (scope.kind === 'ALL')
    await transaction.script('analyze reconciliation.exception; analyze reconciliation.exception_reach');
  return { open: count?.open ?? 0, opened, resolved };
}
