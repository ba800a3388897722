import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';
import type { Comparison } from './Comparison.ts';
import type { DifferenceKind, RowDifference, TableDifferences } from './VerifyResult.ts';

function differencesText({ key, columns, derived }: Comparison, stored: string): string {
  const same = key.map(({ column }) => `${quoteName('s', column)} = ${quoteName('n', column)}`).join(' and ');
  const first = quoteName(key[0]?.column ?? '');
  const list = (alias: string): string => columns.map((column) => quoteName(alias, column)).join(', ');
  const differs = columns.length === 0 ? 'false' : `(${list('s')}) is distinct from (${list('n')})`;
  const shown = key
    .filter((column) => column.shown)
    .map(
      ({ column }) => `${quoteText(column)}, coalesce(${quoteName('s', column)}, ${quoteName('n', column)})`,
    );
  const which = columns.map(
    (column) =>
      `case when ${quoteName('s', column)} is distinct from ${quoteName('n', column)} then ${quoteText(column)} end`,
  );
  return `
    create temporary table difference on commit drop as
    select kind, key, case kind when 'DIFFERENT' then columns else '{}' end as columns
    from (
      select case when s.${first} is null then 'MISSING' when n.${first} is null then 'EXTRA' else 'DIFFERENT' end as kind,
        jsonb_build_object(${shown.join(', ')}) as key,
        array_remove(array[${which.join(', ')}]::text[], null) as columns
      from ${stored} s full join (${derived}) n on ${same}
      where s.${first} is null or n.${first} is null or ${differs}
    ) d`;
}

/**
 * Compares both ways; undefined where there is no difference.
 *
 * @param stored - where the stored rows are: a table, or a SELECT in brackets
 * @param examples - how many rows to name
 */
export async function compare(
  transaction: Transaction,
  comparison: Comparison,
  stored: string,
  examples: number,
): Promise<TableDifferences | undefined> {
  await transaction.script(differencesText(comparison, stored));
  const counts = await transaction.query<{ kind: DifferenceKind; rows: number }>({
    text: 'select kind, count(*)::int as rows from difference group by kind',
  });
  const rows = await transaction.query<RowDifference & object>({
    text: 'select kind, key, columns from difference order by kind, key::text, columns limit $1',
    values: [examples],
  });
  await transaction.script('drop table difference');
  if (counts.length === 0) return undefined;
  const count = (kind: DifferenceKind): number => counts.find((one) => one.kind === kind)?.rows ?? 0;
  return {
    table: comparison.table,
    ...{ missing: count('MISSING'), extra: count('EXTRA'), different: count('DIFFERENT') },
    examples: rows,
  };
}
