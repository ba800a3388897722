import type { Contract } from '../../contract/model.ts';
import type { Session } from '../../storage/Database.ts';

/** Of what is no table of its own (a view, say) nobody knows it here; there the records tell. */
const text = `
  select c.relreplident = 'f' as "isWhole" from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p')`;

/**
 * Whether Postgres writes down the whole row as it was when it changes, for Debezium: https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY.
 * Without it the fields of `before` may hold the defaults of their columns.
 *
 * @throws ConcordatError DATABASE_UNAVAILABLE
 */
export async function hasWholeBefore(database: Session, { sql, serving }: Contract): Promise<boolean> {
  if (sql !== undefined || serving.format !== 'DEBEZIUM') return true;
  const [found] = await database.query<{ isWhole: boolean }>({
    text,
    values: [serving.schema, serving.table],
  });
  return found?.isWhole ?? true;
}
