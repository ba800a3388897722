import type { Contract } from '../../src/contract/model.ts';
import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import { rowKey } from '../../src/policy/rowKey.ts';

/** A row of a contract as it was read, before any mask: what the resolvers of its type start from. */
export interface ContractRow {
  readonly access: ContractAccess;
  /** Canonical text of the key. */
  readonly key: string;
  /** Values by column; only the columns that were read. */
  readonly columns: Readonly<Record<string, unknown>>;
}

export function contractRow(access: ContractAccess, columns: Readonly<Record<string, unknown>>): ContractRow {
  return { access, key: rowKey(keyColumns(access.contract).map((column) => columns[column])), columns };
}

export function keyColumns(contract: Contract): readonly string[] {
  return contract.key.map(({ column }) => column);
}
