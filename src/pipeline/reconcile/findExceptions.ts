import type { Reconciliation } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../../storage/Database.ts';
import { nameTypes, type NamedColumn } from '../../storage/plan/typeNames.ts';
import { keyText } from '../../query/sql/keyText.ts';
import { quoteName, quoteNames, quoteText } from '../../storage/quoteName.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import { unheldColumn } from '../../query/statements/unheldColumn.ts';
import { keyBytes } from '../bounds/valueBounds.ts';
import type { Scope } from '../scope/Scope.ts';
import { scopedSelects } from '../scope/scopedSelects.ts';

function invalid(reconciliation: Reconciliation, what: string, fix: string, cause?: unknown): ConcordatError {
  return new ConcordatError(
    'PROJECT_INVALID',
    `reconciliation ${reconciliation.name} cannot be derived: ${what} (${reconciliation.exceptionsSql.file}).`,
    { fix, cause },
  );
}

async function run(
  transaction: Transaction,
  reconciliation: Reconciliation,
  columns: readonly NamedColumn[],
  scope: Scope,
): Promise<void> {
  const definitions = columns.map(({ name, type }) => `${quoteName(name)} ${type}`);
  const names = quoteNames(columns.map(({ name }) => name));
  await transaction.script(`create temporary table raised (${definitions.join(', ')}) on commit drop`);
  try {
    for (const { text, values = [] } of scopedSelects(reconciliation.exceptionsSql.text, columns, scope)) {
      await transaction.execute({ text: `insert into raised (${names})\n${text}`, values });
    }
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

async function refuseUnknownKinds(transaction: Transaction, reconciliation: Reconciliation): Promise<void> {
  const kinds = reconciliation.exceptionKinds.map(({ name }) => name);
  const unknown = await transaction.query<{ kind: string | null; rows: number }>({
    text: `select kind::text as kind, count(*)::int as rows from raised
      where kind is null or kind::text <> all($1::text[]) group by 1 order by 1 limit 5`,
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

/** Values by which an exception is reached, one pair `[column, value]` each; nulls reach nothing. */
function reachSql(column: NamedColumn): string {
  const name = quoteText(column.name);
  const value = quoteName('r', column.name);
  return column.type.endsWith('[]')
    ? `select ${name}, ${keyText('item', column.type.slice(0, -2))} from unnest(${value}) as list (item) where item is not null`
    : `select ${name}, ${keyText(value, column.type)} where ${value} is not null`;
}

/**
 * Runs `exceptions.sql` into the temporary tables `found` (kind, subject, detail; one row an exception) and `found_reach`.
 * Scalar columns are the subject and, with the kind, identify the exception; arrays only say what it reaches. Rows that
 * agree in kind and subject are one exception. No row that is found by an index has a value beyond its bound: such a value
 * reaches nothing, and that there is one is kept for who may see the exception. Returns the subject's columns.
 *
 * @throws ConcordatError PROJECT_INVALID when the SELECT fails or raises a kind that is not declared.
 */
export async function findExceptions(
  transaction: Transaction,
  reconciliation: Reconciliation,
  scope: Scope,
): Promise<readonly NamedColumn[]> {
  const columns = await nameTypes(transaction, await transaction.describe(reconciliation.exceptionsSql.text));
  await run(transaction, reconciliation, columns, scope);
  await refuseUnknownKinds(transaction, reconciliation);
  const about = columns.filter(({ name }) => name !== 'kind' && name !== 'detail');
  const subject = about.filter(({ type }) => !type.endsWith('[]'));
  const members = subject.map(({ name }) => `${quoteText(name)}, ${quoteName('r', name)}::text`);
  await transaction.script(`
    create temporary table identified on commit drop as
    select r.kind::text collate "C" as kind, jsonb_strip_nulls(jsonb_build_object(${members.join(', ')})) as subject,
      r.detail::text collate "C" as detail, array(${about.map((column) => `select array[c, v] from (${reachSql(column)}) as x (c, v)`).join(' union all ')}) as reach
    from raised r;
    create temporary table found on commit drop as
    select kind, subject, min(detail) as detail from identified group by kind, subject;
    create temporary table found_reach on commit drop as
    select distinct kind, subject, (case when is_held then name else name || ${quoteText(unheldColumn(''))} end) collate "C" as "column",
      (case when is_held then value else '' end) collate "C" as value
    from identified, generate_subscripts(reach, 1) as place,
      lateral (select reach[place][1], reach[place][2], octet_length(reach[place][2]) <= ${keyBytes}) as r (name, value, is_held);
    analyze found; analyze found_reach`);
  return subject;
}

export const dropFoundExceptions = 'drop table raised, identified, found, found_reach';
