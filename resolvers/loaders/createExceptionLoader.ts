import DataLoader from 'dataloader';
import { isReconciliation } from '../../src/query/selection/metaColumns.ts';
import {
  exceptionsStatement,
  type ExceptionRow,
  type Reach,
} from '../../src/query/statements/exceptionsStatement.ts';
import { textName } from '../../src/query/statements/ReadColumns.ts';
import type { Session } from '../../src/storage/Database.ts';
import type { ContractRow } from '../row/ContractRow.ts';

/** An open reconciliation exception about a row. */
export interface RowException {
  readonly id: string;
  readonly kind: string;
  readonly owner: string;
  readonly openedAt: string;
  readonly dueAt: string;
}

export type ExceptionLoader = (row: ContractRow) => Promise<readonly RowException[]>;

/** Reads the open exceptions about rows, all that are asked for at the same moment in one statement. */
export function createExceptionLoader(database: Session): ExceptionLoader {
  const loader = new DataLoader<ContractRow, readonly RowException[], string>(
    async (rows) => {
      const reaches = new Map(rows.flatMap(reachesOf).map((reach) => [reachText(reach), reach]));
      const read =
        reaches.size === 0
          ? []
          : await database.query<ExceptionRow>(exceptionsStatement([...reaches.values()]));
      const byReach = Map.groupBy(read, reachText);
      return rows.map((row) => {
        const found = reachesOf(row).flatMap((reach) => byReach.get(reachText(reach)) ?? []);
        // The order of the statement, and each once although several columns may reach it.
        const wanted = new Set(found.map(({ id }) => id));
        const once = new Map(read.filter(({ id }) => wanted.has(id)).map((entry) => [entry.id, entry]));
        return Array.from(once.values(), toException);
      });
    },
    { cacheKeyFn: ({ access, key }) => JSON.stringify([access.contract.id, key]) },
  );
  return (row) => loader.load(row);
}

function reachesOf({ access: { contract }, columns }: ContractRow): Reach[] {
  if (contract.sql === undefined) return [];
  return contract.derivedFrom.filter(isReconciliation).flatMap(({ reconciliation, by }) => {
    const value = columns[textName(by)];
    return typeof value === 'string' ? [{ reconciliation, column: by, value }] : [];
  });
}

function reachText({ reconciliation, column, value }: Reach): string {
  return JSON.stringify([reconciliation, column, value]);
}

function toException({ id, kind, owner, opened_at, due_at }: ExceptionRow): RowException {
  return { id, kind, owner, openedAt: opened_at, dueAt: due_at };
}
