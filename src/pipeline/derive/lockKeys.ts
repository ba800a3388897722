import type { DerivedFrom } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { nameTypes } from '../../storage/plan/typeNames.ts';
import type { Scope, TouchedColumn } from '../scope/Scope.ts';

/** Something derived: a reconciliation or a contract version. */
export interface Target {
  /** `reconciliation x`, `contract x@1`. */
  readonly id: string;
  /** Columns that identify its rows. */
  readonly key: readonly string[];
  /** Without reference data, which no batch changes. */
  readonly derivedFrom: readonly DerivedFrom[];
  /** The SELECTs that its rows come from. */
  readonly selects: readonly string[];
}

/**
 * A target has slots of its own: batches lock one target after the other, and where a slot stood for keys of two targets, each
 * of two batches could wait for one that the other had locked before. Values that are equal in the type of the SELECT's column
 * have one slot, however those who touched them write them: 1 and 1.0, a date and its midnight.
 */
const slotsText = (type: string): string => `
  select distinct (((hashtextextended($1::text, 0) & 32767) << 16)
    | (hash_record_extended(row($2::text, value::${type}), 0) & 65535))::integer as slot
  from unnest($3::text[]) touched (value)
  order by slot`;

const addSlots = `
  insert into pipeline.lock_slot select * from unnest($1::int[]) as slots (slot) order by slot on conflict do nothing`;

const lockSlots = `select slot from pipeline.lock_slot where slot = any ($1::int[]) order by slot for update`;

/** The type of a column by which rows are found; that of the text that is touched where no SELECT has it. */
async function typeOf(transaction: Transaction, { selects }: Target, column: string): Promise<string> {
  for (const select of selects) {
    const columns = await nameTypes(transaction, await transaction.describe(select));
    const found = columns.find(({ name, type }) => name === column && !type.endsWith('[]'));
    if (found !== undefined) return found.type;
  }
  return 'text';
}

/** The one slot of a target that is locked whole. */
const whole: TouchedColumn = { column: '', values: [''] };

async function slotsOf(transaction: Transaction, target: Target, scope: Scope): Promise<readonly number[]> {
  const read = async ({ column, values }: TouchedColumn, type: string): Promise<readonly number[]> => {
    const rows = await transaction.query<{ slot: number }>({
      text: slotsText(type),
      values: [target.id, column, values],
    });
    return rows.map(({ slot }) => slot);
  };
  const columns = new Set(target.derivedFrom.map(({ by }) => by));
  const [touched, ...others] = scope.kind === 'ALL' ? [] : scope.by;
  if (touched === undefined || others.length > 0 || columns.size > 1 || !target.key.includes(touched.column))
    return read(whole, 'text');
  const type = await typeOf(transaction, target, touched.column);
  if (type === 'text') return read(touched, type);
  try {
    return await transaction.savepoint(() => read(touched, type));
  } catch (error) {
    if (isTransient(error)) throw error;
    // A type without hashes.
    return read(whole, 'text');
  }
}

/**
 * Locks what a batch will derive of a target, until the transaction ends. To be called before anything that it derives from is
 * read: whoever held a key before has committed by then, and what it wrote is seen. All batches call it for their targets in
 * the project's order.
 *
 * Where all changes find a target's rows by one column of their key, that column's values are locked, as slots that they are hashed
 * onto, in one order for all. Else the target is locked whole: a row that two columns lead to can come to be by two batches together, of
 * which neither would see it alone, and so can two rows of one key that are found by different values.
 */
export async function lockKeys(transaction: Transaction, target: Target, scope: Scope): Promise<void> {
  const values = [await slotsOf(transaction, target, scope)];
  // Whoever waits here for a slot that another adds has locked none of the target's yet.
  await transaction.execute({ text: addSlots, values });
  await transaction.query({ text: lockSlots, values });
}
