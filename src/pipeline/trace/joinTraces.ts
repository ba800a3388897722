import type { DerivedFrom } from '../../contract/model.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { keyText } from '../../query/sql/keyText.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';
import { touchedPlace } from '../scope/touched.ts';

/**
 * Items of FROM that find the traces of what touched a derived row, by each column of `@derivedFrom(by:)` that it has: `trace`, of
 * whose rows the one with the greatest `place` is the newest event's. Undefined where the row has none of the columns.
 *
 * @param aliases - of the row as it was and as it is
 */
export function joinTraces(
  derivedFrom: readonly DerivedFrom[],
  columns: readonly NamedColumn[],
  aliases: readonly string[],
): string | undefined {
  const found = derivedFrom.flatMap((from) => {
    const column = columns.find(({ name }) => name === from.by);
    if (column === undefined || column.type.endsWith('[]')) return [];
    const place = touchedPlace(from);
    return aliases.map(
      (alias) =>
        `(${quoteText(place.relation)}, ${quoteText(place.column)}, ${keyText(quoteName(alias, column.name), column.type)})`,
    );
  });
  if (found.length === 0) return undefined;
  return `cross join lateral (values ${found.join(', ')}) by_value (relation, "column", value)
    join touched_trace trace
      on trace.relation = by_value.relation and trace."column" = by_value."column" and trace.value = by_value.value`;
}
