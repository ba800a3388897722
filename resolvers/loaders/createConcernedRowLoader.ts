import DataLoader from 'dataloader';
import type { ExceptionPath } from '../../src/query/selection/exceptionPaths.ts';
import {
  concernedRowsStatement,
  type ConcernedRow,
} from '../../src/query/statements/concernedRowsStatement.ts';
import type { Session } from '../../src/storage/Database.ts';
import type { AnswerBudget } from '../context/AnswerBudget.ts';
import { contractRow, type ContractRow } from '../row/ContractRow.ts';

/** Reads the rows that an exception concerns by these paths, each once, ordered by contract and key. */
export type ConcernedRowLoader = (
  exceptionId: string,
  paths: readonly ExceptionPath[],
) => Promise<readonly ContractRow[]>;

interface ConcernedRequest {
  readonly id: string;
  readonly path: ExceptionPath;
}

/** All that are asked for at the same moment are read in one statement a path. */
export function createConcernedRowLoader(database: Session, budget: AnswerBudget): ConcernedRowLoader {
  const loader = new DataLoader<ConcernedRequest, readonly ContractRow[], string>(
    async (requests) => {
      const byPath = Map.groupBy(requests, ({ path }) => pathText(path));
      const found = new Map(
        await Promise.all(
          Array.from(byPath, async ([text, group]): Promise<[string, Map<string, ConcernedRow[]>]> => {
            const path = group[0]?.path;
            const ids = group.map(({ id }) => id);
            const rows =
              path === undefined
                ? []
                : await database.query<ConcernedRow>(
                    concernedRowsStatement(path, ids, budget.rowsBehindLeft() + 1),
                  );
            budget.chargeRowsBehind(rows.length);
            return [text, Map.groupBy(rows, ({ _exception }) => _exception)];
          }),
        ),
      );
      return requests.map(({ id, path }) =>
        (found.get(pathText(path))?.get(id) ?? []).map((columns) => contractRow(path.access, columns)),
      );
    },
    { cacheKeyFn: ({ id, path }) => JSON.stringify([id, pathText(path)]) },
  );
  return async (id, paths) => {
    const rows = (await Promise.all(paths.map((path) => loader.load({ id, path })))).flat();
    // Two paths may lead to one row.
    return [...new Map(rows.map((row) => [JSON.stringify([row.access.contract.id, row.key]), row])).values()];
  };
}

function pathText({ access, reconciliation, by }: ExceptionPath): string {
  return JSON.stringify([access.contract.id, reconciliation.name, by]);
}
