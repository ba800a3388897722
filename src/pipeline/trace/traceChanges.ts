import type { Contract } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { joinTraces } from './joinTraces.ts';

/**
 * Says in `changed` whose trace each change of a contract's rows belongs to: of the events that touched what the row is derived from,
 * the newest one's that belongs to one. To be called before the changes are written: it reads the rows as they were, too.
 */
export async function traceChanges(
  transaction: Transaction,
  contract: Contract,
  columns: readonly NamedColumn[],
): Promise<void> {
  const traces = joinTraces(contract.derivedFrom, columns, ['n', 'o']);
  if (traces === undefined) return;
  const table = quoteName(contract.serving.schema, contract.serving.table);
  const sameKey = (alias: string): string =>
    contract.key.map(({ column }) => `${quoteName(alias, column)} = ${quoteName('r', column)}`).join(' and ');
  await transaction.script(`
    update changed c set _traceparent = newest.traceparent
    from (
      select distinct on (r._row_key) r._row_key, trace.traceparent
      from changed r
      left join computed n on ${sameKey('n')}
      left join ${table} o on ${sameKey('o')}
      ${traces}
      order by r._row_key, trace.place desc
    ) newest
    where newest._row_key = c._row_key`);
}
