import type { Project } from '../../contract/model.ts';
import type { Database, Transaction } from '../../storage/Database.ts';
import { alone } from '../derive/derivationLocks.ts';
import { derivedContracts } from '../materialize/materializeContract.ts';
import { readSetAside } from '../materialize/readSetAside.ts';
import { deriveAll, type DeriveAllOptions } from '../rebuild/deriveAll.ts';
import { unreachedRows } from '../rebuild/unreachedRows.ts';
import { changeComparison } from './changeComparison.ts';
import { compare } from './compare.ts';
import type { Comparison } from './Comparison.ts';
import { findBroken } from './findBroken.ts';
import { maskedComparison, platformComparisons } from './platformComparisons.ts';
import { assertionComparisons, productComparisons, servingComparison } from './tableComparisons.ts';
import type { ComparedTable, TableDifferences, VerifyResult } from './VerifyResult.ts';

export interface VerifyOptions extends DeriveAllOptions {
  /** Rows to name for each table that differs; default 5. */
  readonly examples?: number;
  /** Tells keys also where they hold what is classified PERSONAL or RESTRICTED. */
  readonly allKeys?: boolean;
}

async function comparisonsOf(
  transaction: Transaction,
  project: Project,
  allKeys: boolean,
): Promise<readonly Comparison[]> {
  const contracts: Comparison[] = [];
  for (const contract of derivedContracts(project)) {
    contracts.push(
      await servingComparison(transaction, contract, allKeys),
      maskedComparison(contract, allKeys),
    );
  }
  return [
    ...productComparisons(project, allKeys),
    ...assertionComparisons(project, allKeys),
    ...platformComparisons(project, allKeys),
    ...contracts,
  ];
}

const copyName = (index: number): string => `stored_${index}`;

/** Copies what is stored, before it is derived anew. */
async function keepStored(
  transaction: Transaction,
  comparisons: readonly Comparison[],
): Promise<readonly ComparedTable[]> {
  const compared: ComparedTable[] = [];
  for (const [index, { table, stored }] of comparisons.entries()) {
    const rows = await transaction.execute({
      text: `create temporary table ${copyName(index)} on commit drop as ${stored}`,
    });
    await transaction.script(`analyze ${copyName(index)}`);
    compared.push({ table, rows });
  }
  return compared;
}

/** The change log against the serving tables, both as they are stored. */
async function compareChanges(
  transaction: Transaction,
  project: Project,
  { examples = 5, allKeys = false }: VerifyOptions,
): Promise<readonly TableDifferences[]> {
  const found: TableDifferences[] = [];
  for (const contract of derivedContracts(project)) {
    const comparison = await changeComparison(transaction, contract, allKeys);
    const differences = await compare(transaction, comparison, `(${comparison.stored})`, examples);
    if (differences !== undefined) found.push(differences);
  }
  return found;
}

/**
 * Derives everything anew from raw, up to where the pipeline is, and compares with what is stored: products with lineage,
 * assertions, exceptions, serving tables, masked values, what is parked; and the change log with the serving tables. By the
 * functions and in the tables of a rebuild, in a transaction that is thrown away: nothing is changed, readers are not held up,
 * and whoever derives waits.
 *
 * @throws ConcordatError PROJECT_INVALID when the project's SQL fails or does not keep what is declared.
 */
export function verify(database: Database, project: Project, options: VerifyOptions): Promise<VerifyResult> {
  const { examples = 5, allKeys = false } = options;
  return database.transaction(
    async (transaction) => {
      await transaction.script(alone);
      const broken = await findBroken(transaction, project, options);
      const setAside = await readSetAside(transaction);
      const differences = [...(await compareChanges(transaction, project, options))];
      const comparisons = await comparisonsOf(transaction, project, allKeys);
      const compared = await keepStored(transaction, comparisons);
      const derived = await deriveAll(transaction, project, 'DERIVED', options);
      for (const [index, comparison] of comparisons.entries()) {
        const found = await compare(transaction, comparison, copyName(index), examples);
        if (found !== undefined) differences.push(found);
      }
      const unreached = unreachedRows(derived);
      return { compared, differences, broken, setAside, unreached, products: derived.products };
    },
    { isolation: 'REPEATABLE_READ', statementTimeoutMs: 0, rollback: true },
  );
}
