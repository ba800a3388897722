import { createBatchTable, projectionColumns } from '../../storage/check/batchTable.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { createBlameFields } from './blameFields.ts';
import { createProjectSingly } from './projectSingly.ts';

const results = projectionColumns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(', ');

/**
 * Temporary tables of projections, made once for all products of a derivation: `chunk` holds the events that are worked on, numbered, with why one is parked, and whether it only
 * repeats another and is left alone; `batch` is what `project.sql`
 * reads, all of the chunk or a part; `produced` what it returned, with the number of
 * the part's first event; `parked_now` the events that no statement took.
 *
 * The function is there because only a statement at top level may hold data-modifying WITH, so that `project.sql` cannot be
 * part of an INSERT … SELECT.
 */
export const createWorkTables = `
  ${createBatchTable};
  -- Planners want to know how many events there are, not what is in them; to look costs more than it saves.
  alter table batch alter column payload set statistics 0;
  create temporary table chunk (like batch, n integer not null, reason text, is_echo boolean not null) on commit drop;
  create index on chunk (n);
  create temporary table produced (${results}, part integer) on commit drop;
  create temporary table parked_now (
    source text collate "C", partition integer, "offset" bigint, reason text
  ) on commit drop;
  create or replace function pg_temp.run_projection(statement text) returns table (${results}) language plpgsql as $$
  begin
    return query execute statement;
  end $$;
  create or replace function pg_temp.to_text(value bytea) returns text language plpgsql as $$
  begin
    return convert_from(value, 'UTF8');
  exception when others then
    return null;
  end $$;
  ${createBlameFields};
  ${createProjectSingly}`;

// Both are to be run where the tables were made, not in a savepoint: only there it is done without new files.

/** Makes room for the next chunk of a product. */
export const emptyChunk = 'truncate batch, chunk, produced';

/** Makes room for the next product. */
export const emptyWorkTables = `${emptyChunk}, parked_now`;
