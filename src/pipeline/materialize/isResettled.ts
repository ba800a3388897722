import type { Contract } from '../../contract/model.ts';
import { unheldColumn } from '../../query/statements/unheldColumn.ts';
import { keyText } from '../../query/sql/keyText.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';

/**
 * Condition on rows of a contract's SELECT that other exceptions are open about them now than before this transaction. What an
 * exception says of others under a row policy (sellers of an order, say) concerns their rows alone: a new revision would tell
 * everybody else of it.
 */
export function isResettled(
  { derivedFrom, rowPolicies }: Contract,
  columns: readonly NamedColumn[],
  alias: string,
): string {
  const typeOf = (column: string): string => columns.find(({ name }) => name === column)?.type ?? 'text';
  const found = derivedFrom.flatMap((from) => {
    if (from.kind !== 'reconciliation') return [];
    const reached = (as: string, column: string): string =>
      `${as}."column" = ${quoteText(column)} and ${as}.value = ${keyText(quoteName(alias, column), typeOf(column))}`;
    const own = rowPolicies.map(({ field: { column } }) => {
      const ruling = [column, unheldColumn(column)].map(quoteText);
      const ofException = `select from resettled p where p.exception_id = s.exception_id`;
      return ` and (not exists (${ofException} and p."column" in (${ruling.join(', ')})) or exists (${ofException} and ${reached('p', column)}))`;
    });
    return [
      `exists (select from resettled s where s.reconciliation = ${quoteText(from.reconciliation)} and ${reached('s', from.by)}${own.join('')})`,
    ];
  });
  return found.length === 0 ? 'false' : found.join(' or ');
}
