import type { Transaction } from '../Database.ts';
import { quoteName } from '../quoteName.ts';
import type { DesiredTable } from './DesiredTable.ts';
import { diffTable } from './diffTable.ts';
import { judgeChange } from './judgeChange.ts';
import { readActualTable } from './readActualTable.ts';
import type { PlanStep, Refusal } from './SchemaPlan.ts';
import type { TableChange } from './TableChange.ts';

/** What is done with a step. A plan that is thrown away need not wait until indexes are built. */
export type IndexPolicy = 'BUILD' | 'ONLY_PLAN';

export interface TableOutcome {
  readonly steps: readonly PlanStep[];
  readonly refusals: readonly Refusal[];
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

/**
 * Brings one table to what is declared: takes the steps that are safe and returns them, with the changes that it refuses.
 * A table with a refusal is left as it is.
 */
export async function applyTable(
  transaction: Transaction,
  table: DesiredTable,
  options: { readonly indexes: IndexPolicy; readonly trigramSchema: string | undefined },
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
  const steps: PlanStep[] = [];
  for (const { change, judgement } of judged) {
    if (!judgement.ok || refusals.length > 0) continue;
    const postponed = change.kind === 'CREATE_INDEX' && options.indexes === 'ONLY_PLAN';
    if (!postponed) await transaction.script(judgement.step.sql);
    steps.push(judgement.step);
  }
  return { steps, refusals };
}
