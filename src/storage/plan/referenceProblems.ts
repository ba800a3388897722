import type { ProductTable } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { sqlFailureOf, type SqlFailure } from '../SqlFailure.ts';
import type { ReferenceLine } from './readReferenceLines.ts';

/** A file that is wrong throughout is told of by its first lines. */
const mostProblems = 20;

const fix = "Mend the line: each value must be of its field's type, and keys must not repeat or be empty.";

/** In the words of the file: the table that Postgres names is one in passing. */
function reasonOf({ message, details }: SqlFailure, key: readonly string[]): string {
  switch (details.sqlState) {
    case '23505':
      return `the key (${key.join(', ')}) stands on an earlier line`;
    case '23502':
      return `${details.column ?? 'a column'} is empty, and never null`;
    case '54000':
      return 'a value is too long for the key or an index';
    default:
      return message.replace(/ \((table|column|constraint) .*\)$/s, '');
  }
}

/** The column whose value is not of its type, where that is what is wrong. */
async function columnNotTaken(
  transaction: Transaction,
  table: ProductTable,
  casts: readonly string[],
  { values }: ReferenceLine,
): Promise<string | undefined> {
  for (const [index, { column }] of table.fields.entries()) {
    try {
      await transaction.savepoint(() =>
        transaction.query({ text: `select $1::${String(casts[index])}`, values: [[values[index] ?? null]] }),
      );
    } catch (error) {
      if (sqlFailureOf(error) === undefined) throw error;
      return column;
    }
  }
  return undefined;
}

/**
 * Finds the lines that Postgres does not take, by trying them one by one after all of them together have failed.
 *
 * @param insert - statement that inserts lines given as one array a column
 * @param casts - array type of each column, as SQL
 */
export async function referenceProblems(
  transaction: Transaction,
  table: ProductTable,
  lines: readonly ReferenceLine[],
  insert: string,
  casts: readonly string[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const key = table.key.map(({ column }) => column);
  for (const line of lines) {
    if (problems.length === mostProblems) break;
    try {
      await transaction.savepoint(() =>
        transaction.execute({ text: insert, values: line.values.map((value) => [value]) }),
      );
    } catch (error) {
      const failure = sqlFailureOf(error);
      // Only what is wrong with the line is a finding; a lost connection is not.
      if (failure === undefined || !/^(22|23|54)/.test(failure.details.sqlState)) throw error;
      const column = failure.details.sqlState.startsWith('22')
        ? await columnNotTaken(transaction, table, casts, line)
        : undefined;
      const reason = reasonOf(failure, key);
      problems.push({
        ...{ file: line.file, line: line.line, column: 1, rule: 'reference-line' },
        message: `The line is not taken: ${column === undefined ? '' : `${column} is `}${reason}.`,
        fix,
      });
    }
  }
  return problems;
}
