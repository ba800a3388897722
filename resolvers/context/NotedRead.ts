import type { ContractAccess } from '../../src/policy/AccessProfile.ts';

/** Fields of rows that were read in one way, e.g. by the root field or a link. */
export interface NotedRead {
  readonly access: ContractAccess;
  readonly operation: string;
  /** The same list for the same selection. */
  readonly paths: readonly string[];
  readonly rows: number;
}
