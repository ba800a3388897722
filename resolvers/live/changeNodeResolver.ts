import type { GraphQLFieldResolver } from 'graphql';
import { textName, unionColumns, type ReadColumns } from '../../src/query/statements/ReadColumns.ts';
import { coveredAccess } from '../context/coveredAccess.ts';
import { keyValue } from '../context/keyValue.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import { contractRow, type ContractRow } from '../row/ContractRow.ts';
import type { ChangeEntry } from './ChangeEntry.ts';
import { missingColumns } from './missingColumns.ts';
import { recordColumns } from './recordColumns.ts';

/**
 * The row of a change, from the record alone where it has all that is selected. By what links, lineage and exceptions are found may
 * stand in columns that are no fields; those are read from the serving table.
 */
export const changeNodeResolver: GraphQLFieldResolver<ChangeEntry, RequestContext> = (
  { contractId, row, revision },
  _args,
  context,
  info,
) => {
  const access = coveredAccess(context, contractId);
  const { columns, paths } = context.plans(access, info);
  // The message itself, with its key, is noted by whoever writes it.
  context.accesses.record(access, `Subscription.${access.contract.queryName}`, paths, 0);
  if (row === null) return null;
  const told = recordColumns(access.contract, row, revision);
  const missing = missingColumns(access, columns, told);
  if (missing === undefined) return contractRow(access, told);
  return withColumns(contractRow(access, told), missing, context);
};

/** With columns of the row as it is now; without them where it is gone meanwhile. */
async function withColumns(
  row: ContractRow,
  missing: ReadColumns,
  { rows }: RequestContext,
): Promise<ContractRow> {
  const { access } = row;
  const key = access.contract.key.flatMap((field) => keyValue(field, row.columns[field.column]) ?? []);
  if (key.length < access.contract.key.length) return row;
  const keys = new Set(access.contract.key.map(({ column }) => column));
  const read = await rows(access, {
    key,
    columns: unionColumns(missing, { values: keys, texts: new Set() }),
  });
  if (read === null) return row;
  const wanted = new Set([...missing.values, ...Array.from(missing.texts, textName)]);
  const columns = Object.entries(read.columns).filter(([name]) => wanted.has(name));
  return { ...row, columns: { ...row.columns, ...Object.fromEntries(columns) } };
}
