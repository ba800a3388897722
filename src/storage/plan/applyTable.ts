import type { Transaction } from '../Database.ts';
import { quoteName } from '../quoteName.ts';
import type { DesiredTable } from './DesiredTable.ts';
import { diffTable } from './diffTable.ts';
import { awaitRebuild, concernsRows } from './forgetStates.ts';
import { createTableSql, judgeChange } from './judgeChange.ts';
import { readActualTable } from './readActualTable.ts';
import type { PlanStep, Refusal } from './SchemaPlan.ts';
import type { TableChange } from './TableChange.ts';

/** What is done with a step. A plan that is thrown away need not wait until indexes are built. */
export type IndexPolicy = 'BUILD' | 'ONLY_PLAN';

/**
 * What becomes of a table with a change that is refused: it is left as it is, or, in a transaction that is thrown away, made
 * anew as it is declared, so that the project's SQL can be checked all the same.
 */
export type RefusedTablePolicy = 'LEAVE' | 'REPLACE';

export interface ApplyTableOptions {
  readonly indexes: IndexPolicy;
  readonly refusedTables: RefusedTablePolicy;
  readonly trigramSchema: string | undefined;
}

export interface TableOutcome {
  readonly steps: readonly PlanStep[];
  readonly refusals: readonly Refusal[];
  /** Whether rows that were derived before lack or lose values by the steps. */
  readonly concernsRows: boolean;
}

async function columnsWithNulls(
  transaction: Transaction,
  table: DesiredTable,
  changes: readonly TableChange[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const change of changes) {
    if (change.kind !== 'SET_NOT_NULL') continue;
    const { name } = change.column;
    const [row] = await transaction.query<{ any: boolean }>({
      text: `select exists (select from ${quoteName(table.schema, table.name)} where ${quoteName(name)} is null) as any`,
    });
    if (row?.any === true) found.add(name);
  }
  return found;
}

/** Indexes of trigrams need the extension; without it `contains` works and is not cheap. */
function possibleChanges(
  changes: readonly TableChange[],
  trigramSchema: string | undefined,
): readonly TableChange[] {
  if (trigramSchema !== undefined) return changes;
  return changes.filter((change) => change.kind !== 'CREATE_INDEX' || change.index.kind !== 'TRIGRAM');
}

async function replaceTable(transaction: Transaction, table: DesiredTable): Promise<void> {
  await transaction.script(`drop table ${quoteName(table.schema, table.name)} cascade`);
  await transaction.script(createTableSql(table));
}

/**
 * Brings one table to what is declared: takes the steps that are safe and returns them, with the changes that it refuses.
 */
export async function applyTable(
  transaction: Transaction,
  table: DesiredTable,
  options: ApplyTableOptions,
): Promise<TableOutcome> {
  const actual = await readActualTable(transaction, table.schema, table.name);
  const changes = possibleChanges(diffTable(table, actual), options.trigramSchema);
  const facts = {
    hasRows: actual?.hasRows === true,
    columnsWithNulls: await columnsWithNulls(transaction, table, changes),
    trigramSchema: options.trigramSchema ?? 'public',
  };
  const judged = changes.map((change) => ({ change, judgement: judgeChange(table, change, facts) }));
  const refusals = judged.flatMap(({ judgement }) => (judgement.ok ? [] : [judgement.refusal]));
  if (refusals.length > 0) {
    if (options.refusedTables === 'REPLACE') await replaceTable(transaction, table);
    return { steps: [], refusals, concernsRows: false };
  }
  const touchesRows = changes.some(concernsRows);
  if (touchesRows) await awaitRebuild(transaction);
  const steps: PlanStep[] = [];
  for (const { change, judgement } of judged) {
    if (!judgement.ok) continue;
    const postponed = change.kind === 'CREATE_INDEX' && options.indexes === 'ONLY_PLAN';
    if (!postponed) await transaction.script(judgement.step.sql);
    steps.push(judgement.step);
  }
  return { steps, refusals, concernsRows: touchesRows };
}
