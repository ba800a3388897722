-- Whether a text is one of a type's values; no type is asked about that has rules of its own.
create function pipeline.is_value(value text, type text) returns boolean language plpgsql stable parallel unsafe as $$
begin
  execute 'select $1::' || type using value;
  return true;
exception when data_exception then
  return false;
end
$$;
