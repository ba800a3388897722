/** Fields of a row of `contract.change` as JSON text, in order; `names` is the parameter with the list of their names. */
export function pickText(row: string, names: string): string {
  return `(
    select '{' || coalesce(string_agg(to_json(f.name)::text || ':' || (${row} -> f.name)::text, ',' order by f.place), '') || '}'
    from unnest(${names}::text[]) with ordinality f (name, place) where ${row} ? f.name
  )`;
}
