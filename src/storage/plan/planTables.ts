import { sortProblems } from '../../contract/formatProblems.ts';
import type { Project } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { checkProjectSql } from '../check/checkProjectSql.ts';
import { describeFile } from '../check/describeFile.ts';
import type { Transaction } from '../Database.ts';
import { quoteName } from '../quoteName.ts';
import { applyTable, type IndexPolicy, type RefusedTablePolicy } from './applyTable.ts';
import { ensureCaptureTriggers } from './captureTriggers.ts';
import type { DesiredTable } from './DesiredTable.ts';
import {
  desiredContractTable,
  desiredInternalTables,
  eventsTableName,
  isReferenceTable,
} from './desiredTables.ts';
import { ensureTrigrams } from './ensureTrigrams.ts';
import { forgetStates } from './forgetStates.ts';
import { hiddenColumns } from './hiddenColumns.ts';
import { loadReferenceTable } from './loadReferenceTable.ts';
import type { PlanStep, Refusal, SchemaPlan } from './SchemaPlan.ts';

export interface PlanTablesOptions {
  readonly indexes: IndexPolicy;
  readonly refusedTables: RefusedTablePolicy;
  /** Whether the tables behind `@serving` are expected in this database; not in a scratch one. */
  readonly existingTables: boolean;
}

async function ensureSchemas(transaction: Transaction, tables: readonly DesiredTable[]): Promise<PlanStep[]> {
  const steps: PlanStep[] = [];
  for (const schema of new Set(tables.map((table) => table.schema))) {
    const [found] = await transaction.query<{ exists: boolean }>({
      text: 'select to_regnamespace($1) is not null as exists',
      values: [quoteName(schema)],
    });
    if (found?.exists === true) continue;
    const sql = `create schema ${quoteName(schema)}`;
    await transaction.script(sql);
    steps.push({ target: schema, sql, reason: 'its tables are declared' });
  }
  return steps;
}

/**
 * Brings all tables of a project to what is declared, as far as that is safe, and checks the project's SQL against them.
 * Whether it is kept is for the caller, who commits the transaction or throws it away.
 */
export async function planTables(
  transaction: Transaction,
  project: Project,
  { indexes, refusedTables, existingTables }: PlanTablesOptions,
): Promise<SchemaPlan> {
  const steps: PlanStep[] = [];
  const refusals: Refusal[] = [];
  const notes: string[] = [];
  const changed = new Set<string>();
  const referenceProblems: Problem[] = [];
  const trigrams = await ensureTrigrams(transaction);
  if (trigrams.kind === 'ABSENT') notes.push(trigrams.note);
  else if (trigrams.step !== undefined) steps.push(trigrams.step);
  const options = {
    indexes,
    refusedTables,
    trigramSchema: trigrams.kind === 'PRESENT' ? trigrams.schema : undefined,
  };
  const apply = async (tables: readonly DesiredTable[]): Promise<void> => {
    steps.push(...(await ensureSchemas(transaction, tables)));
    for (const table of tables) {
      const outcome = await applyTable(transaction, table, options);
      steps.push(...outcome.steps);
      refusals.push(...outcome.refusals);
      if (outcome.concernsRows) changed.add(quoteName(table.schema, table.name));
    }
  };

  await apply(desiredInternalTables(project));
  if (refusals.length === 0) steps.push(...(await ensureCaptureTriggers(transaction, project)));
  const checkable = (): boolean => refusals.length === 0 || refusedTables === 'REPLACE';
  if (checkable()) {
    for (const table of project.products.flatMap(({ tables }) => tables).filter(isReferenceTable)) {
      const { step, problems } = await loadReferenceTable(transaction, table);
      referenceProblems.push(...problems);
      if (step === undefined) continue;
      steps.push(step);
      changed.add(quoteName(table.product, table.table));
    }
  }
  // A contract's hidden columns are known only once its SELECT can be analysed against the tables that it reads.
  const contractTables: DesiredTable[] = [];
  for (const contract of project.contracts) {
    if (contract.sql === undefined) continue;
    const described = await describeFile(transaction, contract.sql);
    if (described.ok)
      contractTables.push(desiredContractTable(contract, hiddenColumns(contract, described.columns)));
  }
  await apply(contractTables);
  // A contract's lineage comes from the events of a product's rows.
  for (const { product, table } of project.products.flatMap(({ tables }) => tables)) {
    if (changed.has(quoteName(product, eventsTableName(table)))) changed.add(quoteName(product, table));
  }
  if (changed.size > 0) notes.push(...(await forgetStates(transaction, project, changed)));
  // Where a table could not be brought to what is declared, its SQL would be blamed for it.
  const problems: readonly Problem[] = checkable()
    ? sortProblems([
        ...referenceProblems,
        ...(await checkProjectSql(transaction, project, { existingTables })),
      ])
    : [];
  return { steps, refusals, problems, notes };
}
