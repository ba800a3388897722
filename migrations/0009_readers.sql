-- Readers of what an event says as text, for project.sql: what it would otherwise spell out with a pattern, a cast and a bound for each
-- value. Null stays null, and raw.required refuses it. What is raised names the field and has no part of the value.

-- Stable: none is called when a statement is planned, not even where a branch that is never taken has constants alone. PL/pgSQL: the
-- value is computed once; as SQL it would be as often as it is named, or the call would not be inlined and cost more.

-- For what project.sql reads by a form of its own: it stands where the value would.
create function raw.unreadable(value text, name text) returns text language plpgsql stable parallel safe as $$
begin
  raise exception using errcode = '22X02', message = format('unreadable %s', name);
end $$;

create function raw.required(value anyelement, name text) returns anyelement language plpgsql stable parallel safe as $$
begin
  if value is null then
    raise exception using errcode = '22X02', message = format('missing %s', name);
  end if;
  return value;
end $$;

-- 12, 12.50 or -12.50.
create function raw.decimal_from(value text, name text) returns numeric language plpgsql stable parallel safe as $$
declare
  number numeric;
begin
  if value ~ '^-?[0-9]+([.][0-9]+)?$' then
    number := value::numeric;
    return raw.decimal_within(number, name);
  elsif value is not null then
    perform raw.unreadable(value, name);
  end if;
  return null;
end $$;

-- 12 or -12; also 12.0, as programs write it that know of no other numbers than with a fraction.
create function raw.integer_from(value text, name text) returns integer language plpgsql stable parallel safe as $$
begin
  if value ~ '^-?[0-9]+([.]0+)?$' then
    return split_part(value, '.', 1)::integer;
  elsif value is not null then
    perform raw.unreadable(value, name);
  end if;
  return null;
end $$;

-- A whole number from 0 written in digits alone, as ids and sequences are.
create function raw.ordinal_from(value text, name text) returns integer language plpgsql stable parallel safe as $$
begin
  if value ~ '^[0-9]+$' then
    return value::integer;
  elsif value is not null then
    perform raw.unreadable(value, name);
  end if;
  return null;
end $$;

-- A time of RFC 3339: with its offset, or Z.
create function raw.time_from(value text, name text) returns timestamptz language plpgsql stable parallel safe as $$
declare
  instant timestamptz;
begin
  if value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$' then
    instant := value::timestamptz;
    return raw.time_within(instant, name);
  elsif value is not null then
    perform raw.unreadable(value, name);
  end if;
  return null;
end $$;

-- 2026-01-31 23:59:59 on the wall of a zone. Of an hour that occurs twice the second one; what a clock that is put forward leaves out is
-- counted on from before.
create function raw.local_time_from(value text, zone text, name text) returns timestamptz language plpgsql stable parallel safe as $$
declare
  instant timestamptz;
begin
  if value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$' and zone is not null then
    instant := value::timestamp at time zone zone;
    return raw.time_within(instant, name);
  elsif value is not null then
    perform raw.unreadable(value, name);
  end if;
  return null;
end $$;
