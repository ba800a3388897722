import type { Project, Reconciliation } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { aboutColumns } from '../../storage/check/aboutColumns.ts';
import type { SqlStatement, Transaction } from '../../storage/Database.ts';
import { selectedColumns, type NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';
import { keyText } from '../../query/sql/keyText.ts';
import { unheldColumn } from '../../query/statements/unheldColumn.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import { keyBytes } from '../bounds/valueBounds.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { movingSources } from '../../storage/plan/movingSources.ts';
import { type Scope, type TouchedColumn, widened } from '../scope/Scope.ts';
import { scopedSelects } from '../scope/scopedSelects.ts';
import { readApart } from './readApart.ts';

function invalid(reconciliation: Reconciliation, what: string, fix: string, cause?: unknown): ConcordatError {
  return new ConcordatError(
    'PROJECT_INVALID',
    `reconciliation ${reconciliation.name} cannot be derived: ${what} (${reconciliation.exceptionsSql.file}).`,
    { fix, cause },
  );
}

async function refuseUnknownKinds(transaction: Transaction, reconciliation: Reconciliation): Promise<void> {
  const kinds = reconciliation.exceptionKinds.map(({ name }) => name);
  const unknown = await transaction.query<{ kind: string | null; rows: number }>({
    text: `select kind, count(*)::int as rows from identified
      where kind is null or kind <> all($1::text[]) group by 1 order by 1 limit 5`,
    values: [kinds],
  });
  if (unknown.length === 0) return;
  const list = unknown.map(({ kind, rows }) => `${kind ?? 'null'} (${rows} rows)`).join(', ');
  throw invalid(
    reconciliation,
    `it raises exceptions of a kind that is not declared: ${list}`,
    `Use one of ${kinds.join(', ')}, or declare the kind with @exception in reconciliation.graphql.`,
  );
}

/** Values by which an exception is reached, a row of column and value each; nulls reach nothing. */
function reachSql(column: NamedColumn): string {
  const name = quoteText(column.name);
  const value = quoteName('r', column.name);
  return column.type.endsWith('[]')
    ? `select ${name}, ${keyText('item', column.type.slice(0, -2))} from unnest(${value}) as list (item) where item is not null`
    : `select ${name}, ${keyText(value, column.type)} where ${value} is not null`;
}

/** Runs the SELECT into `identified`; returns how many rows it gave. */
async function run(
  transaction: Transaction,
  reconciliation: Reconciliation,
  { columns, subject }: ExceptionsSelect,
  selects: readonly SqlStatement[],
): Promise<number> {
  const members = subject.map(({ name }) => `${quoteText(name)}, ${quoteName('r', name)}::text`);
  let rows = 0;
  try {
    for (const { text, values = [] } of selects) {
      rows += await transaction.execute({
        text: `insert into identified (kind, subject, detail, reach_columns, reach_values)
          select r.kind::text, jsonb_strip_nulls(jsonb_build_object(${members.join(', ')})), r.detail::text,
            reach.columns, reach.values
          from (\n${text}\n) r
          cross join lateral (
            select array_agg(c), array_agg(v) from (${aboutColumns(columns).map(reachSql).join(' union all ')}) as x (c, v)
          ) as reach (columns, values)`,
        values,
      });
    }
    return rows;
  } catch (error) {
    const failure = sqlFailureOf(error);
    if (failure === undefined || isTransient(failure)) throw error;
    throw invalid(
      reconciliation,
      `its exceptions failed: ${failure.message} [${failure.details.sqlState}]`,
      'Mend the SELECT, or what it reads.',
      failure,
    );
  }
}

/** Takes rows from `identified` that no change would find again, as `leaveOutUnreached`; returns how many. */
async function leaveOutUnreached(
  transaction: Transaction,
  ways: readonly string[],
  scope: Scope,
): Promise<number> {
  if (scope.kind === 'TOUCHED' || ways.length === 0) return 0;
  return transaction.execute({
    text: 'delete from identified where not subject ?| $1::text[]',
    values: [ways],
  });
}

/** Open exceptions by subject as the index has them. */
const fillFound = `
  insert into found (kind, subject, detail, id, is_new)
  select f.kind, f.subject, f.detail, coalesce(e.id, gen_random_uuid()), e.id is null
  from (select kind, subject, min(detail) as detail from identified group by kind, subject) f
  left join reconciliation.exception e
    on e.reconciliation = $1 and e.resolved_at is null and e.kind = f.kind and e.subject = f.subject
    and reconciliation.subject_digest(e.subject) = reconciliation.subject_digest(f.subject)`;

// Each list is read once, from its beginning: by its places it would be unpacked whole for each of them.
const fillReach = `
  insert into found_reach (id, "column", value)
  select distinct f.id, case when is_held then r.name else r.name || ${quoteText(unheldColumn(''))} end,
    case when is_held then r.value else '' end
  from identified i join found f using (kind, subject) cross join unnest(i.reach_columns, i.reach_values) as r (name, value)
  cross join lateral (select octet_length(r.value) <= ${keyBytes}) as h (is_held)`;

/** What `exceptions.sql` gives, and which of it is to be computed. */
export interface ExceptionsSelect {
  readonly columns: readonly NamedColumn[];
  /** Those of one value each, which identify an exception together with its kind. */
  readonly subject: readonly NamedColumn[];
  readonly scope: Scope;
}

export async function describeExceptions(
  transaction: Transaction,
  { exceptionsSql }: Reconciliation,
  scope: Scope,
): Promise<ExceptionsSelect> {
  const columns = await selectedColumns(transaction, exceptionsSql.text);
  return {
    columns,
    subject: aboutColumns(columns).filter(({ type }) => !type.endsWith('[]')),
    scope,
  };
}

/** What `findExceptions` found. */
export interface FoundExceptions {
  /** Exceptions in `found`. */
  readonly rows: number;
  /** Rows of the SELECT that no change would find. */
  readonly unreached: number;
  /** Values beside the scope's for which all rows were found too. */
  readonly beside: readonly TouchedColumn[];
}

/**
 * Runs `exceptions.sql` and puts into the temporary tables `found` (one row an exception, with the id of the open one or the one that it
 * is to have) and `found_reach` what it gives. Scalar columns are the subject and, with the kind, identify the exception; arrays only say
 * what it reaches. Rows that agree in kind and subject are one exception. No row that is found by an index has a value beyond its
 * bound: such a value reaches nothing, and that there is one is kept for who may see the exception. In the temporary table `concerned` are the
 * open exceptions that touched values lead to.
 *
 * @throws ConcordatError PROJECT_INVALID when the SELECT fails or raises a kind that is not declared.
 */
export async function findExceptions(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
  select: ExceptionsSelect,
): Promise<FoundExceptions> {
  const { columns, subject, scope } = select;
  const { text } = reconciliation.exceptionsSql;
  const by = new Set(movingSources(project, reconciliation.derivedFrom).map((from) => from.by));
  const ways = subject.flatMap(({ name }) => (by.has(name) ? [name] : []));
  const selects = scopedSelects(text, columns, scope);
  const selected = await run(transaction, reconciliation, select, selects);
  const beside = await readApart(transaction, reconciliation, ways, scope);
  const more = scopedSelects(text, columns, widened(scope, beside)).slice(selects.length);
  const added = await run(transaction, reconciliation, select, more);
  const unreached = await leaveOutUnreached(transaction, ways, scope);
  const identified = selected + added - unreached;
  if (identified === 0) return { rows: 0, unreached, beside };
  await refuseUnknownKinds(transaction, reconciliation);
  await analyzeRows(transaction, 'identified', identified);
  const rows = await transaction.execute({ text: fillFound, values: [reconciliation.name] });
  await analyzeRows(transaction, 'found', rows);
  await analyzeRows(transaction, 'found_reach', await transaction.execute({ text: fillReach }));
  return { rows, unreached, beside };
}
