import type { Transaction } from '../Database.ts';
import { sqlFailureOf } from '../SqlFailure.ts';
import { treeReads, type TreeReads } from './treeReads.ts';

const name = 'statement_projection';

/** Carries what was found out of a savepoint that is thrown away. */
class Found extends Error {
  readonly reads: TreeReads;

  constructor(reads: TreeReads) {
    super('found');
    this.reads = reads;
  }
}

/**
 * Finds out what a statement that may write reads and writes, by making it the body of a function, which Postgres keeps
 * parsed. Undefined where it refuses: what is wrong then is told elsewhere. Leaves nothing behind.
 */
export async function readProjection(transaction: Transaction, text: string): Promise<TreeReads | undefined> {
  try {
    return await transaction.savepoint(async () => {
      await transaction.script(
        `create function pg_temp.${name}() returns setof record language sql begin atomic\n${text}\n; end`,
      );
      const [reads] = await transaction.query<TreeReads>({
        text: treeReads(
          `select prosqlbody::text from pg_proc where pronamespace = pg_my_temp_schema() and proname = '${name}'`,
        ),
      });
      if (reads === undefined) throw new Error('A SELECT without FROM gave no row.');
      throw new Found(reads);
    });
  } catch (error) {
    if (error instanceof Found) return error.reads;
    const failure = sqlFailureOf(error);
    // Only what is wrong with the statement is a finding; a lost connection is not.
    if (failure === undefined || !/^(22|42|0A|21|3F)/.test(failure.details.sqlState)) throw error;
    return undefined;
  }
}
