-- Readers of what an event says as JSON, for project.sql. `payload ->> 'name'` makes a text of whatever stands there, be it an object:
-- these park an event whose value is of another type. Null, of JSON or of SQL, stays null, and raw.required refuses it.

-- A string and nothing else, as GraphQL has it of String.
create function raw.text_from(value jsonb, name text) returns text language plpgsql stable parallel safe as $$
begin
  if jsonb_typeof(value) = 'string' then
    return raw.text_within(value #>> '{}', name);
  elsif value <> 'null' then
    perform raw.unreadable(null, name);
  end if;
  return null;
end $$;

-- A string, or a whole number in its digits, as GraphQL has it of ID.
create function raw.id_from(value jsonb, name text) returns text language plpgsql stable parallel safe as $$
declare
  id text := value #>> '{}';
begin
  if jsonb_typeof(value) = 'string' or (jsonb_typeof(value) = 'number' and id ~ '^-?[0-9]+$') then
    return raw.id_within(id, name);
  elsif id is not null then
    perform raw.unreadable(null, name);
  end if;
  return null;
end $$;

create function raw.object_from(value jsonb, name text) returns jsonb language plpgsql stable parallel safe as $$
begin
  if jsonb_typeof(value) = 'object' then
    return value;
  elsif value <> 'null' then
    perform raw.unreadable(null, name);
  end if;
  return null;
end $$;

-- For jsonb_array_elements, which itself says of another value only that it has no elements.
create function raw.array_from(value jsonb, name text) returns jsonb language plpgsql stable parallel safe as $$
begin
  if jsonb_typeof(value) = 'array' then
    return value;
  elsif value <> 'null' then
    perform raw.unreadable(null, name);
  end if;
  return null;
end $$;
