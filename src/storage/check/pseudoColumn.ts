import type { Transaction } from '../Database.ts';
import type { NamedColumn } from '../plan/typeNames.ts';

/** The first column of a type that no table's column can have: `record`, as `row(1, 2)` is one, `void` and the like. */
export async function pseudoColumn(
  transaction: Transaction,
  columns: readonly NamedColumn[],
): Promise<NamedColumn | undefined> {
  if (columns.length === 0) return undefined;
  const [found] = await transaction.query<{ place: number }>({
    text: `select place::integer from unnest($1::text[]) with ordinality as u (name, place)
      join pg_type t on t.oid = to_regtype(name) where t.typtype = 'p' order by place limit 1`,
    values: [columns.map(({ type }) => type)],
  });
  return found && columns[found.place - 1];
}
