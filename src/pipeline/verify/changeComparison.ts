import type { Transaction } from '../../storage/Database.ts';
import { selectedColumns } from '../../storage/plan/typeNames.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';
import { rowAsJson } from '../materialize/columnExpressions.ts';
import { contractColumns } from '../materialize/contractColumns.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { Comparison } from './Comparison.ts';
import { keyColumns } from './tableComparisons.ts';

/**
 * The change log of a contract folded by key and revision, and the serving table: the newest change of each key says what the
 * row is, and which revision it has. A column that is newer than a change is null in it.
 */
export async function changeComparison(
  transaction: Transaction,
  contract: DerivedContract,
  allKeys: boolean,
): Promise<Comparison> {
  const columns = contractColumns(contract, await selectedColumns(transaction, contract.sql.text));
  const names = columns.map(
    ({ name }) => contract.fields.find(({ column }) => column === name)?.name ?? name,
  );
  const members = names.map(
    (name) => `coalesce(r.row -> ${quoteText(name)}, 'null')::text collate "C" as ${quoteName(name)}`,
  );
  const select = `select r.key::text collate "C" as _key, r.revision::text collate "C" as _revision, ${members.join(', ')}`;
  const key = contract.key.map(({ column }) => `${quoteName('t', column)}::text`);
  return {
    table: `contract.change of ${contract.id}`,
    key: [{ column: '_key', shown: keyColumns(contract.key, allKeys).every(({ shown }) => shown) }],
    columns: ['_revision', ...names],
    stored: `${select} from (
      select distinct on (key) key, revision, after as row from contract.change
      where contract = ${quoteText(contract.id)} order by key, revision desc
    ) r where r.row is not null`,
    derived: `${select} from (
      select jsonb_build_array(${key.join(', ')}) as key, t._revision as revision,
        ${rowAsJson('t', columns, contract.fields)} as row
      from ${quoteName(contract.serving.schema, contract.serving.table)} t
    ) r`,
  };
}
