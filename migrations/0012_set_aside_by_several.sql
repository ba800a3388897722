-- Rows that share a key are set aside together, and are reached by what changes reach each of them: by column a list of values.
update contract.set_aside set reached_by = (
  select coalesce(jsonb_object_agg(key, jsonb_build_array(value)), '{}') from jsonb_each(reached_by)
);
create index set_aside_reached_by on contract.set_aside using gin (reached_by jsonb_path_ops)
  -- What is not yet sorted in would be read whole for each value.
  with (fastupdate = off);
