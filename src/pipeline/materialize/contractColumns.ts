import type { Contract } from '../../contract/model.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { desiredColumn } from '../../storage/plan/desiredColumn.ts';
import { hiddenColumns } from '../../storage/plan/hiddenColumns.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';

/** Columns of a serving table that its contract's SELECT fills: the fields', and the hidden ones. */
export function contractColumns(
  contract: Contract,
  selected: readonly NamedColumn[],
): readonly DesiredColumn[] {
  return [
    ...contract.fields.map((field) => desiredColumn(field, contract.key.includes(field))),
    ...hiddenColumns(contract, selected),
  ];
}
