import type { Contract, Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { engineColumns } from '../plan/desiredTables.ts';
import { checkColumns } from './checkColumns.ts';
import { checkDerivedFrom } from './checkDerivedFrom.ts';
import { describeFile, describeText, invalidSql } from './describeFile.ts';
import { placeInText } from './placeInText.ts';

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
  const described = await describeFile(transaction, sql);
  if (!described.ok) return [invalidSql(sql, described.failure)];
  const names = described.columns.map(({ name }) => name);
  return [
    ...reservedColumns(sql, names),
    ...namedColumns(contract, sql, names),
    ...(await checkColumns(transaction, sql, described.columns, contract.fields, (field) =>
      'place' in field ? field.place : contract.place,
    )),
    ...(await checkDerivedFrom(transaction, sql, contract.derivedFrom, project)),
  ];
}

const numbers = /^(smallint|integer|bigint|numeric|real|double precision)/;

/** Checks that each quality measure is a statement of one number. */
export async function checkQuality(
  transaction: Transaction,
  contract: Contract,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { id, sql } of contract.quality) {
    const described = await describeText(transaction, sql);
    const shared = { ...contract.place, rule: 'quality-sql' };
    if (!described.ok) {
      problems.push({
        ...shared,
        message: `Postgres refuses the measure ${id}: ${described.failure.message}.`,
        fix: 'Mend the SQL of @quality.',
      });
    } else if (described.columns.length !== 1 || !numbers.test(described.columns[0]?.type ?? '')) {
      problems.push({
        ...shared,
        message: `The measure ${id} is not one number.`,
        fix: 'Write a SELECT of one numeric column and one row.',
      });
    }
  }
  return problems;
}
