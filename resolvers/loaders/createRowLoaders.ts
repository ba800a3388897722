import DataLoader from 'dataloader';
import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import { rowKey } from '../../src/policy/rowKey.ts';
import { byKeyStatement, type KeyValues } from '../../src/query/statements/byKeyStatement.ts';
import { unionColumns, type ReadColumns } from '../../src/query/statements/ReadColumns.ts';
import type { Session } from '../../src/storage/Database.ts';
import { contractRow, type ContractRow } from '../row/ContractRow.ts';

interface RowRequest {
  readonly key: KeyValues;
  readonly columns: ReadColumns;
}

/** Reads one row by key; null when there is none for the caller. */
export type RowLoaders = (access: ContractAccess, request: RowRequest) => Promise<ContractRow | null>;

/** Reads rows by key, all that are asked for at the same moment in one statement a contract. */
export function createRowLoaders(database: Session): RowLoaders {
  const loaders = new Map<string, DataLoader<RowRequest, ContractRow | null, string>>();
  return (access, request) => {
    const { id } = access.contract;
    const loader = loaders.get(id) ?? createRowLoader(database, access);
    loaders.set(id, loader);
    return loader.load(request);
  };
}

function createRowLoader(
  database: Session,
  access: ContractAccess,
): DataLoader<RowRequest, ContractRow | null, string> {
  return new DataLoader(
    async (requests) => {
      const keys = new Map(requests.map(({ key }) => [rowKey(key), key]));
      const columns = unionColumns(...requests.map((request) => request.columns));
      const rows = await database.query(byKeyStatement(access, [...keys.values()], columns));
      const found = new Map(
        rows.map((row) => contractRow(access, row)).map((row): [string, ContractRow] => [row.key, row]),
      );
      return requests.map(({ key }) => found.get(rowKey(key)) ?? null);
    },
    { cacheKeyFn: ({ key, columns }) => JSON.stringify([rowKey(key), columnNames(columns)]) },
  );
}

function columnNames({ values, texts }: ReadColumns): readonly string[][] {
  return [[...values].sort(), [...texts].sort()];
}
