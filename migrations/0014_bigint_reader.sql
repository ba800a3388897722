-- What raw.integer_from is for Int, for BigInt.

-- 12 or -12; also 12.0.
create function raw.bigint_from(value text, name text) returns bigint language plpgsql stable parallel safe as $$
begin
  if value ~ '^-?[0-9]+([.]0+)?$' then
    return split_part(value, '.', 1)::bigint;
  elsif value is not null then
    perform raw.unreadable(value, name);
  end if;
  return null;
end $$;
