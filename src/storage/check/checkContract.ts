import type { Contract, DerivedFrom, Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { engineColumns } from '../plan/desiredTables.ts';
import { movingSources } from '../plan/movingSources.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { checkColumns } from './checkColumns.ts';
import { checkDerivedFrom } from './checkDerivedFrom.ts';
import { checkReads } from './checkReads.ts';
import { checkTypes } from './checkTypes.ts';
import { derivedFromList } from './derivedFromList.ts';
import { describeSelect } from './describeSelect.ts';
import { placeInText } from './placeInText.ts';
import { sourceColumn } from './sourceColumn.ts';
import { problemInFile } from './SqlFinding.ts';
import type { ReadRelation } from './treeReads.ts';

/** Columns that links and `@derivedFrom` name must be in the SELECT, exposed or not. */
function namedColumns(contract: Contract, sql: SqlFile, names: readonly string[]): readonly Problem[] {
  const wanted = [
    ...contract.derivedFrom.map(({ by }) => ({ column: by, place: contract.place, by: '@derivedFrom' })),
    ...contract.links.flatMap(({ by, place }) => by.map((column) => ({ column, place, by: '@link' }))),
  ];
  const fields = new Set(contract.fields.map(({ column }) => column));
  return wanted
    .filter(({ column }) => !names.includes(column) && !fields.has(column))
    .map(({ column, place, by }) => ({
      ...place,
      rule: 'sql-column-missing',
      message: `${sql.file} has no column ${column}, which ${by} names.`,
      fix: 'Add the column to the SELECT; it need not be a field.',
    }));
}

/**
 * A SELECT that reads assertions must be found by what they have: of a column that only exceptions have no changed assertion tells. What
 * the assertions are derived from may lead to its rows by itself.
 */
function unledAssertions(
  contract: Contract,
  sql: SqlFile,
  relations: readonly ReadRelation[],
  project: Project,
): readonly Problem[] {
  const named = new Set(
    contract.derivedFrom.flatMap((from) => (from.kind === 'reconciliation' ? [from.reconciliation] : [])),
  );
  return [...named].flatMap((name) => {
    const from = contract.derivedFrom.filter(
      (one) => one.kind === 'reconciliation' && one.reconciliation === name,
    );
    const isRead = relations.some(
      (relation) => relation.schema === 'reconciliation' && relation.name === name,
    );
    if (!isRead || from.some((one) => sourceColumn(one, project) !== undefined)) return [];
    const beneath = project.reconciliations.find((one) => one.name === name)?.derivedFrom ?? [];
    const isLed = (one: DerivedFrom): boolean => {
      const source = sourceColumn(one, project);
      return contract.derivedFrom.some((other) => {
        const way = sourceColumn(other, project);
        return way?.table === source?.table && way?.name === source?.name;
      });
    };
    if (movingSources(project, beneath).every(isLed)) return [];
    const columns = from.map(({ by }) => by).join(', ');
    return [
      {
        ...contract.place,
        rule: 'derived-from-assertion',
        message: `${sql.file} reads reconciliation.${name}, and @derivedFrom goes by ${columns}, which only its exceptions have: an assertion that changes would not find the rows that read it.`,
        fix: `Add @derivedFrom(reconciliation: "${name}", by: …) with a column of the assertion that the SELECT has too.`,
      },
    ];
  });
}

/** A row is found by one value; a list is equal to none. */
function listColumns(contract: Contract, sql: SqlFile, columns: readonly NamedColumn[]): readonly Problem[] {
  const lists = new Set(columns.filter(({ type }) => type.endsWith('[]')).map(({ name }) => name));
  return [...new Set(contract.derivedFrom.map(({ by }) => by))]
    .filter((by) => lists.has(by))
    .map((by) => derivedFromList(contract.place, sql, by));
}

function reservedColumns(sql: SqlFile, names: readonly string[]): readonly Problem[] {
  return engineColumns
    .filter(({ name }) => names.includes(name))
    .map(({ name }) => ({
      ...placeInText(sql, undefined),
      rule: 'sql-column-reserved',
      message: `The SELECT has a column ${name}, which Concordat keeps itself.`,
      fix: 'Give it another name.',
    }));
}

/** Checks the SELECT of a contract version against its fields, and what it reads against `@derivedFrom`. */
export async function checkContractSql(
  transaction: Transaction,
  contract: Contract,
  sql: SqlFile,
  project: Project,
): Promise<readonly Problem[]> {
  const described = await describeSelect(transaction, sql.text);
  const found = described.findings.map((finding) => problemInFile(sql, finding));
  if (!described.ok) return found;
  const names = described.columns.map(({ name }) => name);
  return [
    ...found,
    ...reservedColumns(sql, names),
    ...namedColumns(contract, sql, names),
    ...listColumns(contract, sql, described.columns),
    ...checkTypes(contract.place, sql, described.columns, contract.derivedFrom, project, contract.fields),
    ...unledAssertions(contract, sql, described.relations, project),
    ...(await checkColumns(transaction, sql, described.columns, contract.fields, (field) =>
      'place' in field ? field.place : contract.place,
    )),
    ...checkReads(sql, described.relations, project),
    ...checkDerivedFrom(sql, described.relations, contract.derivedFrom, project),
  ];
}
