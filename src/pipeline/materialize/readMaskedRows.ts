import type { Contract } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import { maskValue } from '../../policy/masks/maskValue.ts';
import { rowKey } from '../../policy/rowKey.ts';
import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import type { MaskedField } from './maskedFields.ts';

type Row = Readonly<Record<string, unknown>>;

/** What `contract.masked_value` holds of a row for one field and purpose. */
export interface MaskedRow {
  readonly field: string;
  readonly purpose: string;
  readonly masked: string;
  /** The row's key, a JSON list. */
  readonly key: string;
}

const rowsAtOnce = 10_000;

function maskRow(
  contract: Contract,
  fields: readonly MaskedField[],
  row: Row,
  keys: MaskKeys,
): readonly MaskedRow[] {
  const key = rowKey(contract.key.map(({ column }) => row[column]));
  return fields.map(({ access, purpose }) => {
    const context = { keys, purpose, contractId: contract.id, rowKey: key };
    const masked = String(maskValue(access, row[access.field.column], context));
    return { field: access.field.name, purpose, masked, key };
  });
}

/**
 * Reads the serving table, all of it or the rows that are in the temporary table `changed`, a page at a time by its key, and
 * masks each value that may be filtered by, through the one implementation of each mask.
 */
export async function* readMaskedRows(
  transaction: Transaction,
  contract: Contract,
  fields: readonly MaskedField[],
  of: 'ALL' | 'CHANGED',
  keys: MaskKeys,
): AsyncGenerator<readonly MaskedRow[]> {
  const key = contract.key.map(({ column }) => column);
  const table = quoteName(contract.serving.schema, contract.serving.table);
  const columns = [...new Set([...key, ...fields.map(({ access }) => access.field.column)])];
  const rows = of === 'ALL' ? table : `changed join ${table} using (${quoteNames(key)})`;
  const place = key.map((_, index) => `$${index + 1}`).join(', ');
  let last: Row | undefined;
  for (;;) {
    const after = last === undefined ? '' : `where (${quoteNames(key)}) > (${place})`;
    const page: readonly Row[] = await transaction.query<Row>({
      text: `select ${quoteNames(columns)} from ${rows} ${after}
        order by ${quoteNames(key)} limit ${rowsAtOnce}`,
      values: last === undefined ? [] : key.map((column) => last?.[column]),
    });
    if (page.length > 0) yield page.flatMap((row) => maskRow(contract, fields, row, keys));
    if (page.length < rowsAtOnce) return;
    last = page.at(-1);
  }
}
