import type { Transaction } from '../../storage/Database.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { desiredColumn } from '../../storage/plan/desiredColumn.ts';
import { hiddenColumns } from '../../storage/plan/hiddenColumns.ts';
import { nameTypes } from '../../storage/plan/typeNames.ts';
import type { DerivedContract } from './materializeContract.ts';

/** Columns of a serving table that its contract's SELECT fills: the fields', and the hidden ones. */
export async function contractColumns(
  transaction: Transaction,
  contract: DerivedContract,
): Promise<readonly DesiredColumn[]> {
  const selected = await nameTypes(transaction, await transaction.describe(contract.sql.text));
  return [
    ...contract.fields.map((field) => desiredColumn(field, contract.key.includes(field))),
    ...hiddenColumns(contract, selected),
  ];
}
