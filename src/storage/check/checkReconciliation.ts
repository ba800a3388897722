import type { ProductTable, Project, Reconciliation } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { isReferenceTable } from '../plan/desiredTables.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { checkColumns } from './checkColumns.ts';
import { checkDerivedFrom } from './checkDerivedFrom.ts';
import { checkExceptionKinds } from './checkExceptionKinds.ts';
import { checkReads } from './checkReads.ts';
import { derivedFromList } from './derivedFromList.ts';
import { describeSelect } from './describeSelect.ts';
import { placeInText } from './placeInText.ts';
import { problemInFile } from './SqlFinding.ts';
import type { ReadRelation } from './treeReads.ts';

async function checkResolve(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
): Promise<readonly Problem[]> {
  const { resolveSql, fields, place, derivedFrom } = reconciliation;
  const described = await describeSelect(transaction, resolveSql.text);
  const found = described.findings.map((finding) => problemInFile(resolveSql, finding));
  if (!described.ok) return found;
  const known = new Set(fields.map(({ column }) => column));
  const further = described.columns
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => ({
      ...placeInText(resolveSql, undefined),
      rule: 'sql-column-unknown',
      message: `The SELECT has a column ${name}, which is no field of the assertion.`,
      fix: 'Declare it in reconciliation.graphql, or take it out.',
    }));
  const lists = described.columns.filter(
    ({ name, type }) => type.endsWith('[]') && derivedFrom.some(({ by }) => by === name),
  );
  return [
    ...found,
    ...further,
    ...lists.map(({ name }) => derivedFromList(place, resolveSql, name)),
    ...(await checkColumns(transaction, resolveSql, described.columns, fields, () => place)),
    ...checkReads(resolveSql, described.relations, project),
    ...checkDerivedFrom(resolveSql, described.relations, derivedFrom, project),
  ];
}

/** Columns by which contract rows look for exceptions of the reconciliation. */
function missingReach(
  reconciliation: Reconciliation,
  project: Project,
  columns: readonly NamedColumn[],
): readonly Problem[] {
  return project.contracts.flatMap((contract) =>
    contract.derivedFrom
      .filter((from) => from.kind === 'reconciliation' && from.reconciliation === reconciliation.name)
      .filter(({ by }) => !columns.some(({ name }) => name === by))
      .map(({ by }) => ({
        ...contract.place,
        rule: 'exception-reach',
        message: `${contract.id} finds exceptions of ${reconciliation.name} by ${by}, which ${reconciliation.exceptionsSql.file} does not have.`,
        fix: `Add a column ${by} to exceptions.sql: a value, or an array of all values that the exception concerns.`,
      })),
  );
}

/** What exceptions are derived from and that can change must lead to them by a column: else no change would open any. */
function missingWays(
  { name, place, exceptionsSql, derivedFrom }: Reconciliation,
  { products }: Project,
  columns: readonly NamedColumn[],
  relations: readonly ReadRelation[],
): readonly Problem[] {
  const readsOwn = relations.some(
    (relation) => relation.schema === 'reconciliation' && relation.name === name,
  );
  const isRead = ({ product, table }: ProductTable): boolean =>
    readsOwn || relations.some((relation) => relation.schema === product && relation.name === table);
  const ways = Map.groupBy(derivedFrom, (from) =>
    products
      .flatMap(({ tables }) => tables)
      .find(
        (table) => from.kind === 'product' && table.product === from.product && table.table === from.table,
      ),
  );
  const known = new Set(columns.filter(({ type }) => !type.endsWith('[]')).map((column) => column.name));
  return [...ways].flatMap(([table, from]) => {
    if (table === undefined || isReferenceTable(table) || !isRead(table)) return [];
    return from
      .filter(({ by }) => !known.has(by))
      .map(({ by }) => ({
        ...place,
        rule: 'exception-derived-from',
        message: `@derivedFrom goes from ${table.product}.${table.table} by ${by}, which is no column of one value in ${exceptionsSql.file}: changes by it would open no exception.`,
        fix: `Add ${by} to exceptions.sql as well, null where a row has none; a list only says what an exception concerns.`,
      }));
  });
}

async function checkExceptions(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
): Promise<readonly Problem[]> {
  const { name: own, exceptionsSql, derivedFrom } = reconciliation;
  const described = await describeSelect(transaction, exceptionsSql.text);
  const found = described.findings.map((finding) => problemInFile(exceptionsSql, finding));
  if (!described.ok) return found;
  const { columns } = described;
  const names = columns.map(({ name }) => name);
  const start = placeInText(exceptionsSql, undefined);
  const problems: Problem[] = ['kind', 'detail']
    .filter((name) => !names.includes(name))
    .map((name) => ({
      ...start,
      rule: 'sql-column-missing',
      message: `The SELECT has no column ${name}.`,
      fix: 'Give each exception `kind`, `detail` (may be null) and the columns that say what it is about.',
    }));
  const subject = columns.filter(
    ({ name, type }) => name !== 'kind' && name !== 'detail' && !type.endsWith('[]'),
  );
  if (subject.length === 0) {
    problems.push({
      ...start,
      rule: 'exception-subject',
      message: 'The SELECT has no column that says what an exception is about.',
      fix: 'Add one, e.g. the key of what is wrong; together with `kind` it identifies the exception.',
    });
  }
  return [
    ...found,
    ...problems,
    ...(await checkExceptionKinds(transaction, reconciliation, names.indexOf('kind'))),
    ...missingReach(reconciliation, project, columns),
    ...missingWays(reconciliation, project, columns, described.relations),
    ...checkReads(exceptionsSql, described.relations, project),
    ...checkDerivedFrom(exceptionsSql, described.relations, derivedFrom, project, own),
  ];
}

/**
 * Checks resolve.sql against the assertion's fields, exceptions.sql against what exceptions need, and what both read
 * against `@derivedFrom`.
 */
export async function checkReconciliation(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
): Promise<readonly Problem[]> {
  return [
    ...(await checkResolve(transaction, reconciliation, project)),
    ...(await checkExceptions(transaction, reconciliation, project)),
  ];
}
