import type { Project, Reconciliation } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { keyText } from '../../query/sql/keyText.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { noteResettled, rememberReach } from '../scope/resettled.ts';
import type { Scope, TouchedColumn } from '../scope/Scope.ts';
import { traceExceptions } from '../trace/traceExceptions.ts';
import { describeExceptions, findExceptions, type ExceptionsSelect } from './findExceptions.ts';
import type { ReconciliationCounts } from './ReconciliationCounts.ts';

/**
 * `identified`: rows of `exceptions.sql`. `found`, `found_reach`: the exceptions that they are, and what those reach. `concerned`: open
 * exceptions that the derivation decides about; `reached_before`: what those reached. All are empty when a reconciliation begins.
 */
const createTables = `
  create temporary table if not exists identified (
    kind text collate "C", subject jsonb, detail text collate "C", reach_columns text[] collate "C", reach_values text[] collate "C"
  ) on commit drop;
  create temporary table if not exists found (
    kind text collate "C", subject jsonb, detail text collate "C", id uuid, is_new boolean
  ) on commit drop;
  create temporary table if not exists found_reach (
    id uuid, "column" text collate "C", value text collate "C"
  ) on commit drop;
  create temporary table if not exists concerned (id uuid) on commit drop;
  create temporary table if not exists reached_before (
    exception_id uuid, "column" text collate "C", value text collate "C"
  ) on commit drop`;

const emptyTables = 'truncate identified, found, found_reach, concerned, reached_before';

const selectAll = `
  insert into concerned
  select id from reconciliation.exception where reconciliation = $1 and resolved_at is null`;

const selectFound = `
  insert into concerned
  select f.id from found f where not f.is_new and not exists (select from concerned c where c.id = f.id)`;

/**
 * Scalar columns of an exception are its subject and reach too: by them those that a touched value can concern are found. What
 * touched it may write the value otherwise than a column of this type does.
 */
function touchedText({ type }: NamedColumn): string {
  return `
    insert into concerned
    select distinct r.exception_id from reconciliation.exception_reach r
    join reconciliation.exception e on e.id = r.exception_id and e.resolved_at is null
    where r.reconciliation = $1 and r."column" = $2
      and r.value = any (array(select ${keyText(`(v.value::${type})`, type)} from unnest($3::text[]) v (value)))
      and not exists (select from concerned c where c.id = r.exception_id)`;
}

// Times are of the moment when an exception's keys are locked: another batch may have opened or resolved it after this one began.
const resolveGone = `
  update reconciliation.exception e set resolved_at = greatest(e.opened_at, (select clock_timestamp()))
  from concerned c
  where e.id = c.id and e.resolved_at is null and not exists (select from found f where f.id = c.id)`;

// An open exception keeps its id, its opening and its due date; who must look at it and why may change.
const refreshOpen = `
  update reconciliation.exception e set detail = f.detail, severity = k.severity, owner = k.owner
  from found f join jsonb_to_recordset($1) k (name text, severity text, owner text, due text) on k.name = f.kind
  where e.id = f.id and e.resolved_at is null and not f.is_new
    and (e.detail, e.severity, e.owner) is distinct from (f.detail, k.severity, k.owner)`;

const openNew = `
  with now as materialized (select clock_timestamp() as at)
  insert into reconciliation.exception (id, reconciliation, kind, subject, severity, owner, detail, opened_at, due_at)
  select f.id, $1, f.kind, f.subject, k.severity, k.owner, f.detail, now.at, now.at + k.due::interval
  from now cross join found f join jsonb_to_recordset($2) k (name text, severity text, owner text, due text) on k.name = f.kind
  where f.is_new
  order by f.kind, f.subject`;

// A resolved exception keeps what it last reached: it is still told of to who may see those rows.
const removeReach = `
  delete from reconciliation.exception_reach r
  using found f
  where r.exception_id = f.id and not f.is_new and not exists (
    select from found_reach w where w.id = r.exception_id and w."column" = r."column" and w.value = r.value
  )`;

const addReach = `
  insert into reconciliation.exception_reach (exception_id, reconciliation, "column", value)
  select id, $1, "column", value from found_reach
  on conflict do nothing`;

/** Puts the open exceptions that values lead to into `concerned`; returns how many were not there yet. */
async function selectTouched(
  transaction: Transaction,
  reconciliation: string,
  { subject }: ExceptionsSelect,
  by: readonly TouchedColumn[],
): Promise<number> {
  let concerned = 0;
  for (const { column, values } of by) {
    const about = subject.find(({ name }) => name === column);
    if (about === undefined) continue;
    concerned += await transaction.execute({
      text: touchedText(about),
      values: [reconciliation, column, values],
    });
  }
  return concerned;
}

/** What a derivation did to exceptions. */
type Settled = Pick<ReconciliationCounts, 'open' | 'opened' | 'resolved' | 'unreachedExceptions'>;

async function writeFound(
  transaction: Transaction,
  { name, exceptionKinds }: Reconciliation,
): Promise<number> {
  const kinds = JSON.stringify(
    exceptionKinds.map((kind) => ({
      name: kind.name,
      severity: kind.severity,
      owner: kind.owner,
      due: kind.dueWithin,
    })),
  );
  await transaction.execute({ text: refreshOpen, values: [kinds] });
  const opened = await transaction.execute({ text: openNew, values: [name, kinds] });
  await transaction.execute({ text: removeReach });
  await transaction.execute({ text: addReach, values: [name] });
  return opened;
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
  project: Project,
  scope: Scope,
): Promise<Settled> {
  const { name } = reconciliation;
  await transaction.script(`${createTables}; ${emptyTables}`);
  const select = await describeExceptions(transaction, reconciliation, scope);
  const inScope =
    scope.kind === 'ALL'
      ? await transaction.execute({ text: selectAll, values: [name] })
      : await selectTouched(transaction, name, select, scope.by);
  await analyzeRows(transaction, 'concerned', inScope);
  const found = await findExceptions(transaction, reconciliation, project, select);
  const beside = await selectTouched(transaction, name, select, found.beside);
  const others = beside + (found.rows === 0 ? 0 : await transaction.execute({ text: selectFound }));
  const concerned = inScope + others;
  await analyzeRows(transaction, 'concerned', others);
  if (concerned > 0) await rememberReach(transaction);
  const resolved = concerned === 0 ? 0 : await transaction.execute({ text: resolveGone });
  const opened = found.rows === 0 ? 0 : await writeFound(transaction, reconciliation);
  if (concerned > 0 || opened > 0) {
    const resettled = await noteResettled(transaction, name, scope);
    if (resettled > 0 && scope.kind === 'TOUCHED' && scope.isTraced) {
      await traceExceptions(transaction, reconciliation);
    }
  }
  if (scope.kind === 'ALL')
    await transaction.script('analyze reconciliation.exception; analyze reconciliation.exception_reach');
  return { open: found.rows, opened, resolved, unreachedExceptions: found.unreached };
}
