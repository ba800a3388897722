-- How source events are taken out of the envelopes that their topics' declarations name. raw.event stays as it is.

-- A header as text; null where there is none or it is no UTF-8. Of several with one name the first.
create function raw.header(names text[], header_values bytea[], name text) returns text
language plpgsql immutable parallel safe as $$
begin
  return convert_from(header_values[array_position(names, name)], 'UTF8');
exception when others then
  return null;
end $$;

-- A time of RFC 3339; null where the text is none.
create function raw.to_time(value text) returns timestamptz language plpgsql immutable parallel safe as $$
begin
  if value ~ '^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$' then
    return value::timestamptz;
  end if;
  return null;
exception when others then
  return null;
end $$;

-- Bytes of a text in base64; null where it is none.
create function raw.from_base64(value text) returns bytea language plpgsql immutable parallel safe as $$
begin
  return decode(value, 'base64');
exception when others then
  return null;
end $$;

-- Whether JSON is far longer where its numbers are written without exponents, as in every text that is made of a jsonb: that holds 1e131000
-- in a few bytes. Exponents of one digit cannot add that much, and are not looked for.
create function raw.is_expanding(content text) returns boolean language sql immutable parallel safe as $$
  select content ~ '[0-9][eE][+-]?[0-9]{2}' and (
    select coalesce(sum(exponent::bigint), 0) > greatest(65536, 8 * octet_length(content)::bigint)
    from (
      select (regexp_matches(regexp_replace(content, '"([^"\\]|\\.)*"', '', 'g'), '[eE][+-]?([0-9]+)', 'g'))[1] as exponent
    ) as outside_of_texts
  )
$$;

-- The payload of a source event: its value as jsonb. Null where jsonb cannot hold it, and where whatever makes text of it, as a product
-- may, would need far more memory and time than the event has bytes. Whether it has one depends on the value alone.
create function raw.event_payload(value bytea) returns jsonb language plpgsql immutable parallel safe as $$
declare
  content text;
  payload jsonb;
begin
  content := convert_from(value, 'UTF8');
  payload := content::jsonb;
  return case when not raw.is_expanding(content) then payload end;
exception when others then
  return null;
end $$;

-- As all that arrives from now on.
update raw.event set payload = null where case when payload is not null then raw.is_expanding(convert_from(value, 'UTF8')) end;

-- Why a value has no payload; never with the value. jsonb does not hold all that is JSON, and of what is very large it is not asked.
create function raw.payload_problem(value bytea) returns text language plpgsql immutable parallel safe as $$
declare
  content text;
begin
  if octet_length(value) = 0 then
    return 'an empty value';
  elsif octet_length(value) > 16 * 1024 * 1024 then
    return 'a value beyond 16 MiB, which is not parsed';
  end if;
  begin
    content := convert_from(value, 'UTF8');
  exception when others then
    return 'not JSON: not in UTF-8';
  end;
  begin
    -- Checks the syntax alone.
    perform content::json;
  exception
    when statement_too_complex then return 'JSON that is nested too deeply';
    when others then return 'not JSON';
  end;
  begin
    perform content::jsonb;
  exception
    when statement_too_complex then return 'JSON that is nested too deeply';
    when untranslatable_character then return 'JSON with \u0000 in a text, which PostgreSQL cannot hold';
    when numeric_value_out_of_range then return 'JSON with a number beyond what PostgreSQL can hold';
    when program_limit_exceeded then return 'JSON with more in it than PostgreSQL can hold';
    when invalid_text_representation then return 'JSON with half a surrogate pair in a text';
    when others then return 'JSON that PostgreSQL cannot hold';
  end;
  if raw.is_expanding(content) then
    return 'beyond the bounds (numbers: exponents together at most 65,536, or eight times the bytes)';
  end if;
  return 'not JSON';
end $$;

-- The change event of Debezium in a value: the value itself, or what stands in it beside its schema, as Kafka Connect's
-- JsonConverter has it. Null where that holds none, which is a tombstone.
create function raw.debezium_change(payload jsonb) returns jsonb language sql immutable parallel safe as $$
  select case
    -- Of a list of texts `?` tells which it has.
    when jsonb_typeof(payload) = 'object' and payload ?& array['schema', 'payload'] and not payload ? 'op' then nullif(payload -> 'payload', 'null')
    else payload
  end
$$;

-- A CloudEvent: its data, and of its attributes those that are spoken of. `problem` says why it is none; never with a value.
create type raw.cloudevent as (payload jsonb, type text, id text, "time" timestamptz, problem text);

-- https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md#3-kafka-message-mapping
-- tells the modes apart by the header content-type. A record that has neither that nor the attributes as headers can only be in
-- structured mode, so that producers and files without headers are read too.
create function raw.open_cloudevent(header_names text[], header_values bytea[], value bytea, payload jsonb)
returns raw.cloudevent language plpgsql immutable parallel safe as $$
declare
  content_type text := raw.header(header_names, header_values, 'content-type');
  structured boolean := coalesce(content_type ~* '^application/cloudevents', false) or not 'ce_specversion' = any (header_names);
  event raw.cloudevent;
  attributes jsonb;
begin
  if structured then
    if value is null then
      event.problem := 'no value (a tombstone)';
    elsif content_type ~* '^application/cloudevents' and content_type !~* '^application/cloudevents(\+json)?\s*(;|$)' then
      event.problem := 'CloudEvents in another format than JSON, by its content-type';
    elsif payload is null then
      event.problem := raw.payload_problem(value);
    elsif jsonb_typeof(payload) <> 'object' then
      event.problem := 'no CloudEvent: not a JSON object';
    end if;
    attributes := payload;
  else
    if value is not null and payload is null then
      event.problem := raw.payload_problem(value);
    end if;
    attributes := jsonb_build_object(
      'specversion', raw.header(header_names, header_values, 'ce_specversion'),
      'type', raw.header(header_names, header_values, 'ce_type'),
      'id', raw.header(header_names, header_values, 'ce_id'),
      'source', raw.header(header_names, header_values, 'ce_source'),
      'time', raw.header(header_names, header_values, 'ce_time')
    );
  end if;
  if event.problem is not null then
    return event;
  end if;

  event.problem := case
    when attributes ->> 'specversion' is null then 'no CloudEvent: no specversion'
    when attributes -> 'specversion' <> '"1.0"' then 'a CloudEvent of another specversion than 1.0'
    when jsonb_typeof(attributes -> 'type') is distinct from 'string' or attributes ->> 'type' = ''
      then 'no CloudEvent: no type'
    when jsonb_typeof(attributes -> 'id') is distinct from 'string' or attributes ->> 'id' = ''
      then 'no CloudEvent: no id'
    when jsonb_typeof(attributes -> 'source') is distinct from 'string' or attributes ->> 'source' = ''
      then 'no CloudEvent: no source'
  end;
  if event.problem is not null then
    return event;
  end if;
  event.type := attributes ->> 'type';
  event.id := attributes ->> 'id';
  event.time := raw.to_time(attributes ->> 'time');
  if event.time is null and attributes ->> 'time' is not null then
    event.problem := 'no CloudEvent: time is no timestamp of RFC 3339';
  elsif not structured then
    event.payload := payload;
  elsif payload ->> 'data_base64' is null then
    event.payload := payload -> 'data';
  elsif payload ? 'data' then
    event.problem := 'no CloudEvent: both data and data_base64';
  elsif raw.from_base64(payload ->> 'data_base64') is null then
    event.problem := 'no CloudEvent: data_base64 is not base64';
  else
    event.payload := raw.event_payload(raw.from_base64(payload ->> 'data_base64'));
    if event.payload is null then
      event.problem := 'data_base64: ' || raw.payload_problem(raw.from_base64(payload ->> 'data_base64'));
    end if;
  end if;
  return event;
end $$;

-- The bounds of what a product may hold, for project.sql to ask of each value that an event says, be it one that ends up in a row or
-- one that loses against another: whether an event is parked must depend on the event alone. As src/pipeline/bounds/valueBounds.ts
-- has them, which holds the rows against the same.

-- Takes the value, so that it is not called when a statement is planned; what is raised has no part of it.
create function raw.beyond(value anyelement, name text, words text) returns anyelement language plpgsql immutable parallel safe as $$
begin
  raise exception using errcode = '22X01', message = format('beyond the bounds (%s: %s)', name, words);
end $$;

create function raw.id_within(value text, name text) returns text language sql immutable parallel safe as $$
  select case when octet_length(value) > 500 then raw.beyond(value, name, 'at most 500 bytes') else value end
$$;

create function raw.text_within(value text, name text) returns text language sql immutable parallel safe as $$
  select case when octet_length(value) > 2000 then raw.beyond(value, name, 'at most 2,000 bytes') else value end
$$;

create function raw.decimal_within(value numeric, name text) returns numeric language sql immutable parallel safe as $$
  select case
    -- NaN and Infinity are greater than any number.
    when abs(value) >= 1e30 or scale(value) > 20
      then raw.beyond(value, name, 'a number below 10^30 with at most 20 digits after the point')
    else value
  end
$$;

create function raw.float_within(value double precision, name text) returns double precision language sql immutable parallel safe as $$
  select case when abs(value) >= 'Infinity'::double precision then raw.beyond(value, name, 'a finite number') else value end
$$;

create function raw.date_within(value date, name text) returns date language sql immutable parallel safe as $$
  select case
    when value not between '0001-01-01'::date and '9999-12-31'::date
      then raw.beyond(value, name, 'from 0001-01-01 to 9999-12-31')
    else value
  end
$$;

create function raw.time_within(value timestamptz, name text) returns timestamptz language sql immutable parallel safe as $$
  select case
    when value < '0001-01-01 00:00:00+00'::timestamptz or value >= '10000-01-01 00:00:00+00'::timestamptz
      then raw.beyond(value, name, 'from 0001-01-01 to 9999-12-31 in UTC')
    else value
  end
$$;
