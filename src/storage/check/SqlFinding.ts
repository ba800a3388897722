import type { SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { SqlFailure } from '../SqlFailure.ts';
import { placeInText } from './placeInText.ts';

/** What is wrong with a statement, wherever it stands. */
export interface SqlFinding {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
  /** The character of the statement that it is about, from 1 in code points; absent when it is about all of it. */
  readonly position?: number | undefined;
}

/** That Postgres refuses a statement. */
export function refusedSql({ message, details }: SqlFailure): SqlFinding {
  return {
    rule: 'sql-valid',
    message: `Postgres refuses the statement: ${message}.`,
    fix: 'Mend the SQL. It may read the tables of products and reconciliations as they are declared.',
    position: details.position,
  };
}

/** That a statement has a place for a value, `$1`. */
export function parameterInSql(position: number | undefined): SqlFinding {
  return {
    rule: 'sql-parameter',
    message: 'The statement has a parameter, and nothing gives it a value.',
    fix: 'Write the value itself.',
    position,
  };
}

/** A finding as a problem of the file that the statement stands in. */
export function problemInFile(sql: SqlFile, { position, ...finding }: SqlFinding): Problem {
  return { ...placeInText(sql, position), ...finding };
}
