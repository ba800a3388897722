import DataLoader from 'dataloader';
import type { Project } from '../../src/contract/model.ts';
import { toldKinds } from '../../src/policy/toldKinds.ts';
import { isReconciliation } from '../../src/query/selection/metaColumns.ts';
import { policyValues } from '../../src/query/selection/policyValues.ts';
import {
  exceptionsStatement,
  type ExceptionRow,
  type Reach,
} from '../../src/query/statements/exceptionsStatement.ts';
import { textName } from '../../src/query/statements/ReadColumns.ts';
import type { Session } from '../../src/storage/Database.ts';
import type { AnswerBudget } from '../context/AnswerBudget.ts';
import type { ContractRow } from '../row/ContractRow.ts';
import { exceptionEntries, type ExceptionScope, type RowException } from './exceptionEntries.ts';

export type ExceptionLoader = (row: ContractRow) => Promise<readonly RowException[]>;

interface ExceptionServices extends ExceptionScope {
  readonly database: Session;
  readonly budget: AnswerBudget;
}

/**
 * Reads the open exceptions about rows, all that are asked for at the same moment in one statement. Charged are those that the
 * answer shows one by one: what depends on the number of the others would tell it.
 */
export function createExceptionLoader({ database, budget, ...scope }: ExceptionServices): ExceptionLoader {
  const loader = new DataLoader<ContractRow, readonly RowException[], string>(
    async (rows) => {
      const reachesOfRows = rows.map((row) => reachesOf(row, scope.project));
      const reaches = new Map(reachesOfRows.flat().map((reach) => [reachText(reach), reach]));
      const read =
        reaches.size === 0
          ? []
          : await database.query<ExceptionRow>(
              exceptionsStatement([...reaches.values()], budget.rowsBehindLeft() + 1),
            );
      budget.chargeRowsBehind(read.filter(({ id }) => id !== null).length);
      const texts = [...reaches.keys()];
      const found = read.flatMap((one, order) => one.asked.map((place) => ({ by: texts[place], order })));
      const byReach = Map.groupBy(found, ({ by }) => by);
      return rows.map((row, index) => {
        const reached = (reachesOfRows[index] ?? []).flatMap((reach) => byReach.get(reachText(reach)) ?? []);
        // In the order of the statement, and each once although several columns may reach it.
        const orders = [...new Set(reached.map(({ order }) => order))].sort((one, other) => one - other);
        return exceptionEntries(
          orders.flatMap((order) => read[order] ?? []),
          row,
          scope,
        );
      });
    },
    { cacheKeyFn: ({ access, key }) => JSON.stringify([access.contract.id, key]) },
  );
  return (row) => loader.load(row);
}

function reachesOf({ access, columns }: ContractRow, project: Project): Reach[] {
  const { contract } = access;
  if (contract.sql === undefined) return [];
  const within = policyValues(access);
  return contract.derivedFrom.filter(isReconciliation).flatMap(({ reconciliation, by }) => {
    const value = columns[textName(by)];
    const declared = project.reconciliations.find(({ name }) => name === reconciliation);
    const told = declared === undefined ? [] : toldKinds(access, declared);
    return typeof value === 'string' ? [{ reconciliation, column: by, value, within, told }] : [];
  });
}

function reachText({ reconciliation, column, value, within, told }: Reach): string {
  return JSON.stringify([reconciliation, column, value, within, told]);
}
