import type { DescribedColumn, Session, Transaction } from '../Database.ts';

/** A column of a statement's result with the name of its type. */
export interface NamedColumn {
  readonly name: string;
  /** By `format_type`, e.g. `numeric(10,2)`. */
  readonly type: string;
}

/** Names the types of described columns, in their order. */
export async function nameTypes(
  session: Session,
  columns: readonly DescribedColumn[],
): Promise<readonly NamedColumn[]> {
  if (columns.length === 0) return [];
  const names = await session.query<{ type: string }>({
    text: `select format_type(t, m) as type from unnest($1::oid[], $2::int[]) with ordinality u (t, m, n) order by n`,
    values: [columns.map(({ type }) => type), columns.map(({ modifier }) => modifier)],
  });
  return columns.map(({ name }, index) => ({ name, type: names[index]?.type ?? 'unknown' }));
}

/** Columns of a statement's result with the names of their types; checked by the server, not executed. */
export async function selectedColumns(
  transaction: Transaction,
  text: string,
): Promise<readonly NamedColumn[]> {
  return nameTypes(transaction, await transaction.describe(text));
}
