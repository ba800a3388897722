import sql from 'sql-template-tag';
import { identifier } from '../../query/sql/identifier.ts';
import { toStatement } from '../../query/sql/toStatement.ts';
import type { Session } from '../../storage/Database.ts';
import type { FindExample } from './developmentCallers.ts';

/** Finds the smallest value of a column by its index. None while the table is not filled, or is not there yet. */
export function findClaimExample(database: Session): FindExample {
  return async ({ serving: { schema, table } }, column) => {
    const statement = toStatement(
      sql`select min(${identifier(column)})::text as example from ${identifier(schema, table)}`,
    );
    try {
      const [row] = await database.query<{ example: string | null }>(statement);
      return row?.example ?? null;
    } catch {
      return null;
    }
  };
}
