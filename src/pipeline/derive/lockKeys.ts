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

const lockSlots = `
  select slot from pipeline.lock_slot
  where slot in (select (hashtextextended(name, 0) & 65535)::integer from unnest($1::text[]) names (name))
  order by slot for update`;

/**
 * Locks what a batch will derive of a target, until the transaction ends. To be called before anything that it derives from is
 * read: whoever held a key before has committed by then, and what it wrote is seen.
 *
 * Where all changes find a target's rows by one column, that column's values are locked, as slots that they are hashed onto,
 * in one order for all. Where there are several columns the target is locked whole: a row that two columns lead to can come to
 * be by two batches together, of which neither would see it alone.
 */
export async function lockKeys(transaction: Transaction, target: Target, scope: Scope): Promise<void> {
  const columns = new Set(target.derivedFrom.map(({ by }) => by));
  const names =
    scope.kind === 'ALL' || columns.size > 1
      ? [target.id]
      : scope.by.flatMap(({ column, values }) => values.map((value) => `${target.id} ${column} ${value}`));
  await transaction.query({ text: lockSlots, values: [names] });
}
