/** A table that a statement reads. */
export interface ReadRelation {
  readonly schema: string;
  readonly name: string;
  /** Whether it is a temporary one of this session. */
  readonly temporary: boolean;
}

/** What a parsed statement rests on, as the catalog keeps it. */
export interface TreeReads {
  readonly relations: readonly ReadRelation[];
  /** Functions, `current_date` and its like, that do not give the same for the same rows. */
  readonly unrepeatable: readonly string[];
  readonly locks: boolean;
}

// SQLVALUEFUNCTION's operations in the order of Postgres: src/include/nodes/primnodes.h
const keywords = [
  ...['current_date', 'current_time', 'current_time', 'current_timestamp', 'current_timestamp'],
  ...['localtime', 'localtime', 'localtimestamp', 'localtimestamp'],
  ...['current_role', 'current_user', 'user', 'session_user', 'current_catalog', 'current_schema'],
];

// Stable functions that answer by the clock, the session or other tables, and not by their arguments.
const named =
  '^(now|transaction_timestamp|statement_timestamp|current_(user|setting|database|schemas?)|session_user|version' +
  '|txid_.*|pg_current_.*|inet_(client|server)_.*|pg_backend_pid|(table|schema|database|query|cursor)_to_xml.*)$';

/**
 * SQL that gives one row of `TreeReads` for parsed statements: what they read, also by way of views.
 *
 * @param root - SELECT of their trees as text; names in a tree have their blanks and braces escaped
 */
export function treeReads(root: string): string {
  return `
  with recursive tree (body) as (
    ${root}
    union
    select r.ev_action::text
    from tree
    cross join lateral regexp_matches(body, ':relid (\\d+)', 'g') as found
    join pg_rewrite r on r.ev_class = found[1]::oid and r.ev_type = '1'
  ),
  relation as (
    select distinct
      n.nspname::text as schema, c.relname::text as name, coalesce(n.oid = pg_my_temp_schema(), false) as temporary
    from tree
    cross join lateral regexp_matches(body, ':relid (\\d+)', 'g') as found
    join pg_class c on c.oid = found[1]::oid
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind not in ('v', 'S')
  ),
  unrepeatable (name) as (
    select p.proname::text
    from tree
    cross join lateral regexp_matches(body, ':(?:funcid|opfuncid|aggfnoid|winfnoid|tsmhandler) (\\d+)', 'g') as found
    join pg_proc p on p.oid = found[1]::oid
    where p.provolatile = 'v'
      or p.pronamespace = 'pg_catalog'::regnamespace
      and (p.proname ~ '${named}' or p.proname = 'age' and p.pronargs = 1)
    union
    select ('{${keywords.join(',')}}'::text[])[found[1]::integer + 1]
    from tree
    cross join lateral regexp_matches(body, '\\{SQLVALUEFUNCTION :op (\\d+)', 'g') as found
  )
  select
    (select coalesce(jsonb_agg(to_jsonb(relation) order by schema, name), '[]') from relation) as relations,
    (select coalesce(jsonb_agg(name order by name), '[]') from unrepeatable) as unrepeatable,
    (select coalesce(bool_or(body like '%{ROWMARKCLAUSE %'), false) from tree) as locks`;
}
