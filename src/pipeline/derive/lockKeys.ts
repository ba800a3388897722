import type { DerivedFrom } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { Scope } from '../scope/Scope.ts';

/** Something derived: a reconciliation or a contract version. */
export interface Target {
  /** `reconciliation x`, `contract x@1`. */
  readonly id: string;
  /** Without reference data, which no batch changes. */
  readonly derivedFrom: readonly DerivedFrom[];
}

/**
 * A target has slots of its own: batches lock one target after the other, and where a slot stood for keys of two targets, each
 * of two batches could wait for one that the other had locked before.
 */
const slotsText = `
  select distinct (((hashtextextended($1::text, 0) & 32767) << 16) | (hashtextextended(name, 0) & 65535))::integer as slot
  from unnest($2::text[]) names (name)`;

const addSlots = `insert into pipeline.lock_slot ${slotsText} order by slot on conflict do nothing`;

const lockSlots = `select slot from pipeline.lock_slot where slot in (${slotsText}) order by slot for update`;

/**
 * Locks what a batch will derive of a target, until the transaction ends. To be called before anything that it derives from is
 * read: whoever held a key before has committed by then, and what it wrote is seen. All batches call it for their targets in
 * the project's order.
 *
 * Where all changes find a target's rows by one column, that column's values are locked, as slots that they are hashed onto,
 * in one order for all. Where there are several columns the target is locked whole: a row that two columns lead to can come to
 * be by two batches together, of which neither would see it alone.
 */
export async function lockKeys(transaction: Transaction, target: Target, scope: Scope): Promise<void> {
  const columns = new Set(target.derivedFrom.map(({ by }) => by));
  const names =
    scope.kind === 'ALL' || columns.size > 1
      ? ['']
      : scope.by.flatMap(({ column, values }) => values.map((value) => `${column} ${value}`));
  const values = [target.id, names];
  // Whoever waits here for a slot that another adds has locked none of the target's yet.
  await transaction.execute({ text: addSlots, values });
  await transaction.query({ text: lockSlots, values });
}
