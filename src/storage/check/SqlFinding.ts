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

/** That Postgres refuses a statement, or a table of what it gives. */
export function refusedSql({ message, details }: SqlFailure): SqlFinding {
  if (details.sqlState === '42P16' && details.column !== undefined) {
    return {
      rule: 'sql-column-type',
      message: `No table can hold what the statement gives: ${message}.`,
      fix: 'Give its parts as columns of their own, or make JSON of it, e.g. jsonb_build_array(…).',
    };
  }
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
