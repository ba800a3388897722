import type { Contract, Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { engineColumns } from '../plan/desiredTables.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { checkColumns } from './checkColumns.ts';
import { checkDerivedFrom } from './checkDerivedFrom.ts';
import { checkReads } from './checkReads.ts';
import { derivedFromList } from './derivedFromList.ts';
import { describeSelect } from './describeSelect.ts';
import { placeInText } from './placeInText.ts';
import { problemInFile } from './SqlFinding.ts';

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
    ...(await checkColumns(transaction, sql, described.columns, contract.fields, (field) =>
      'place' in field ? field.place : contract.place,
    )),
    ...checkReads(sql, described.relations, project),
    ...checkDerivedFrom(sql, described.relations, contract.derivedFrom, project),
  ];
}
