import type { Project } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { sortProblems } from '../../contract/formatProblems.ts';
import type { Transaction } from '../Database.ts';
import { checkContractSql } from './checkContract.ts';
import { checkExistingTable } from './checkExistingTable.ts';
import { checkProduct } from './checkProduct.ts';
import { checkQuality } from './checkQuality.ts';
import { checkReconciliation } from './checkReconciliation.ts';

/**
 * Checks every SQL of a project against the tables that are there, by letting Postgres analyse it; nothing is executed.
 * All findings at once, sorted by place.
 */
export async function checkProjectSql(
  transaction: Transaction,
  project: Project,
  { existingTables }: { readonly existingTables: boolean },
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const product of project.products)
    problems.push(...(await checkProduct(transaction, product, project)));
  for (const reconciliation of project.reconciliations) {
    problems.push(...(await checkReconciliation(transaction, reconciliation, project)));
  }
  for (const contract of project.contracts) {
    if (contract.sql !== undefined)
      problems.push(...(await checkContractSql(transaction, contract, contract.sql, project)));
    else if (existingTables) problems.push(...(await checkExistingTable(transaction, contract)));
    // Measures may read existing tables too.
    if (existingTables || contract.sql !== undefined)
      problems.push(...(await checkQuality(transaction, contract, project)));
  }
  return sortProblems(problems);
}
