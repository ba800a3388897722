import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import type { Transaction } from '../../storage/Database.ts';
import { analyzeRows } from './analyzeRows.ts';
import type { Scope } from './Scope.ts';

/**
 * Values that exceptions reach which this transaction opened or resolved, or made reach other rows than before: the settlement
 * of rows that find exceptions by them is another now.
 */
export const createResettled = `
  create temporary table resettled (
    exception_id uuid, reconciliation text collate "C", "column" text collate "C", value text collate "C"
  ) on commit drop`;

/** Keeps in `reached_before` what the exceptions in the temporary table `concerned` reach before anything of them is changed. */
export async function rememberReach(transaction: Transaction): Promise<void> {
  await transaction.script(`insert into reached_before
    select r.exception_id, r."column", r.value
    from concerned c join reconciliation.exception_reach r on r.exception_id = c.id`);
}

// What is resolved reaches nothing any more, so all that it reached before is gone.
const note = `
  with reached_now as materialized (
    select r.exception_id, r."column", r.value
    from found f join reconciliation.exception_reach r on r.exception_id = f.id
  )
  insert into resettled (exception_id, reconciliation, "column", value)
  select exception_id, $1, "column", value
  from (table reached_before union table reached_now) r
  where exception_id in (
    select exception_id from ((table reached_before except table reached_now) union all (table reached_now except table reached_before)) d
  )`;

const touch = `
  insert into touched select $1, "column", value from resettled where reconciliation = $2`;

/**
 * Notes whose reach is another than `rememberReach` found, once all exceptions are settled; rows that they reach are touched. Returns
 * how many notes it took.
 */
export async function noteResettled(
  transaction: Transaction,
  reconciliation: string,
  scope: Scope,
): Promise<number> {
  const noted = await transaction.execute({ text: note, values: [reconciliation] });
  await analyzeRows(transaction, 'resettled', noted);
  if (noted > 0 && scope.kind === 'TOUCHED') {
    await transaction.execute({
      text: touch,
      values: [touchedRelation('reconciliation', reconciliation), reconciliation],
    });
  }
  return noted;
}
