import type { Database } from '../../src/storage/Database.ts';

/** Puts a database back to where it was. */
export type PutBack = () => Promise<void>;

/** Of a lease commits get lost too, but it lasts, so that its holder need not see it. */
const tablesText = `
  select quote_ident(schemaname) || '.' || quote_ident(tablename) as name, quote_ident(schemaname || '.' || tablename) as copy
  from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'kept')
    and schemaname || '.' || tablename not in ('pipeline.lease', 'pipeline.lock_slot')`;

/**
 * Keeps what a database holds. Putting it back leaves it, in one transaction and with sessions that see nothing of it, as a database
 * that lost what was committed since: ids are given again too.
 */
export async function keepState(database: Database): Promise<PutBack> {
  const tables = await database.query<{ name: string; copy: string }>({ text: tablesText });
  await database.transaction((transaction) =>
    transaction.script(
      [
        'drop schema if exists kept cascade; create schema kept',
        ...tables.map(({ name, copy }) => `create table kept.${copy} as table ${name}`),
      ].join('; '),
    ),
  );
  return () =>
    database.transaction((transaction) =>
      transaction.script(
        [
          // Triggers would take it for changes.
          'set local session_replication_role = replica',
          ...tables.map(
            ({ name, copy }) =>
              `delete from ${name}; insert into ${name} overriding system value table kept.${copy}`,
          ),
          `select setval(pg_get_serial_sequence('contract.change', 'id'), coalesce(max(id), 0) + 1, false) from contract.change`,
        ].join('; '),
      ),
    );
}
