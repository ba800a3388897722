import pg from 'pg';
import { ConcordatError } from '../errors/ConcordatError.ts';

/**
 * A script of what a session must have whatever is set for the database, the user or the server: what it means for statements as they
 * are written here, for values as they are read, for rows that are found, and for what is committed to be there after a crash.
 */
export const sessionSettings = [
  `set timezone to 'UTC'`,
  `set timezone_abbreviations to 'Default'`,
  `set datestyle to 'ISO, MDY'`,
  `set intervalstyle to 'postgres'`,
  `set bytea_output to 'hex'`,
  `set extra_float_digits to 1`,
  `set quote_all_identifiers to off`,
  `set standard_conforming_strings to on`,
  `set array_nulls to on`,
  `set transform_null_equals to off`,
  `set xmloption to content`,
  // A statement is estimated by all that a limit or an index may spare it, and would be compiled for seconds to run for milliseconds.
  `set jit to off`,
  // Beyond such a number an index would leave matches out.
  `set gin_fuzzy_search_limit to 0`,
  // What others were told must not be lost by a crash, nor by a failover where a replica is waited for. What waits for more stays.
  `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') <> 'remote_apply'`,
  // Temporary tables and what Postgres brings are found first, as by default, whatever else the path names.
  `select set_config('search_path', coalesce(string_agg(quote_ident(name), ', ' order by place), ''), false)
    from unnest(current_schemas(false)) with ordinality as path (name, place) where name !~ '^pg_(temp|catalog)'`,
  // Statements have a bound of their own where they need one, and a lock that is waited for is no failure. PostgreSQL knows the last one from 17 on.
  `set lock_timeout to 0`,
  `set idle_session_timeout to 0`,
  `select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout'`,
  // Of a process that is gone without a word the server would keep the locks as long as it takes the connection for open.
  `set idle_in_transaction_session_timeout to '5min'`,
].join('; ');

const insufficientPrivilege = '42501';

/**
 * Makes sure that triggers fire, by which derivation learns what changed. Few users may set what that hangs on.
 *
 * @throws ConcordatError CONFIGURATION_INVALID
 */
export async function assertTriggersFire(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ role: string }>(
    `select current_setting('session_replication_role') as role`,
  );
  if (rows[0]?.role !== 'replica') return;
  await client.query('set session_replication_role to origin').catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError) || error.code !== insufficientPrivilege) throw error;
    throw new ConcordatError(
      'CONFIGURATION_INVALID',
      'session_replication_role is "replica" in sessions of this user on this database: no trigger would fire, and changes would be lost.',
      {
        fix: 'Reset it where it is set: by "alter database … reset session_replication_role", by "alter role … reset session_replication_role", or in postgresql.conf.',
        subject: 'session_replication_role',
      },
    );
  });
}
