import DataLoader from 'dataloader';
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

/** Reads the open exceptions about rows, all that are asked for at the same moment in one statement. */
export function createExceptionLoader({ database, budget, ...scope }: ExceptionServices): ExceptionLoader {
  const loader = new DataLoader<ContractRow, readonly RowException[], string>(
    async (rows) => {
      const reaches = new Map(rows.flatMap(reachesOf).map((reach) => [reachText(reach), reach]));
      const read =
        reaches.size === 0
          ? []
          : await database.query<ExceptionRow>(
              exceptionsStatement([...reaches.values()], budget.rowsBehindLeft() + 1),
            );
      budget.chargeRowsBehind(read.length);
      const asked = [...reaches.keys()];
      const byReach = Map.groupBy(read, (found) => asked[found.asked]);
      return rows.map((row) => {
        const found = reachesOf(row).flatMap((reach) => byReach.get(reachText(reach)) ?? []);
        // The order of the statement, and each once although several columns may reach it.
        const wanted = new Set(found.map(({ id }) => id));
        const once = new Map(read.filter(({ id }) => wanted.has(id)).map((entry) => [entry.id, entry]));
        return exceptionEntries([...once.values()], row, scope);
      });
    },
    { cacheKeyFn: ({ access, key }) => JSON.stringify([access.contract.id, key]) },
  );
  return (row) => loader.load(row);
}

function reachesOf({ access, columns }: ContractRow): Reach[] {
  const { contract } = access;
  if (contract.sql === undefined) return [];
  const within = policyValues(access);
  return contract.derivedFrom.filter(isReconciliation).flatMap(({ reconciliation, by }) => {
    const value = columns[textName(by)];
    return typeof value === 'string' ? [{ reconciliation, column: by, value, within }] : [];
  });
}

function reachText({ reconciliation, column, value, within }: Reach): string {
  return JSON.stringify([reconciliation, column, value, within]);
}
